import { posix } from 'node:path';
import { Inputs } from '../../cli/inputs.js';
import type { Io } from '../../cli/io.js';

/** A world made of texts: what a command reads, and what it did. */
export interface MemoryIo extends Io {
  readonly files: Map<string, string>;
  /** Files of bytes. */
  readonly bytes: Map<string, Uint8Array>;
  /** Those that there are, and those that were made. */
  readonly folders: Set<string>;
  out: string;
  err: string;
  code: number;
}

export function memoryIo(files: Record<string, string> = {}, stdin = ''): MemoryIo {
  const inputs = new Inputs();
  const io: MemoryIo = {
    files: new Map(Object.entries(files)),
    bytes: new Map(),
    folders: new Set(),
    out: '',
    err: '',
    code: 0,
    stdout(text) {
      io.out += text;
    },
    stderr(text) {
      io.err += text;
    },
    readFile(path) {
      const text = io.files.get(path);
      if (text === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
      inputs.note([posix.normalize(path)], path);
      return text;
    },
    stdin: () => stdin,
    inputAt: (path) => inputs.find([posix.normalize(path)]),
    realPath: (path) => posix.normalize(path),
    writeFile(path, content) {
      refuse(path);
      if (typeof content === 'string') io.files.set(path, content);
      else io.bytes.set(path, content);
    },
    isFolder: (path) => io.folders.has(path),
    makeFolder(path) {
      refuse(path);
      io.folders.add(path);
    },
    today: () => '2026-01-15',
    columns: 100,
    color: false,
    terminal: false,
    toTerminal: false,
    now: () => 0,
    later: () => () => undefined,
    watch: () => () => undefined,
    onInterrupt: () => () => undefined,
    exit(code) {
      io.code = code;
    },
  };
  return io;
}

function refuse(path: string): void {
  if (path.startsWith('/read-only/')) throw Object.assign(new Error('EROFS'), { code: 'EROFS' });
}
