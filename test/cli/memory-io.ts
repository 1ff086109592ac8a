import type { Io } from '../../cli/io.js';

/** A world made of texts: what a command reads, and what it did. */
export interface MemoryIo extends Io {
  readonly files: Map<string, string>;
  out: string;
  err: string;
  code: number;
}

export function memoryIo(files: Record<string, string> = {}, stdin = ''): MemoryIo {
  const io: MemoryIo = {
    files: new Map(Object.entries(files)),
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
      return text;
    },
    stdin: () => stdin,
    writeFile(path, text) {
      if (path.startsWith('/read-only/')) throw Object.assign(new Error('EROFS'), { code: 'EROFS' });
      io.files.set(path, text);
    },
    today: () => '2026-01-15',
    columns: 100,
    color: false,
    terminal: false,
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
