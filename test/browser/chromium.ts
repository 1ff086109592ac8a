import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** The browser that tests use: what QUORATE_BROWSER names, or a Chromium that is installed; undefined: none is. */
export function browserBinary(): string | undefined {
  const named = process.env.QUORATE_BROWSER;
  const candidates =
    named === undefined || named === ''
      ? ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
      : [named];
  return candidates.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly sessionId?: string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** A headless Chromium, spoken to in the DevTools protocol over its pipe. */
export class Chromium {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #listeners = new Set<(message: Message) => void>();
  #last = 0;

  constructor(binary: string) {
    this.#profile = mkdtempSync(join(tmpdir(), 'quorate-browser-'));
    this.#process = spawn(
      binary,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--hide-scrollbars',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        `--user-data-dir=${this.#profile}`,
        '--remote-debugging-pipe',
        'about:blank',
      ],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
    );
    let rest = '';
    (this.#process.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\0');
      rest = parts.pop() ?? '';
      for (const part of parts) this.#take(JSON.parse(part) as Message);
    });
  }

  #take(message: Message): void {
    if (message.id === undefined) {
      for (const listener of this.#listeners) listener(message);
      return;
    }
    this.#waiting.get(message.id)?.(message);
    this.#waiting.delete(message.id);
  }

  send(method: string, params: object = {}, sessionId?: string): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#last;
    const message = JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result = {}, error }) => {
        if (error === undefined) resolve(result);
        else reject(new Error(`${method}: ${error.message}`));
      });
      (this.#process.stdio[3] as Writable).write(`${message}\0`);
    });
  }

  listen(listener: (message: Message) => void): void {
    this.#listeners.add(listener);
  }

  /** A new tab of this width in which scripts run or do not. */
  async tab(options: TabOptions): Promise<Tab> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const tab = new Tab(this, sessionId as string);
    await tab.prepare(options);
    return tab;
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    this.send('Browser.close').catch(() => undefined);
    const late = setTimeout(() => this.#process.kill('SIGKILL'), 5000);
    await gone;
    clearTimeout(late);
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

export interface TabOptions {
  readonly width: number;
  readonly scripts: boolean;
  readonly dark?: boolean;
  readonly media?: 'screen' | 'print';
}

/** One page, and everything that it complained of or asked for. */
export class Tab {
  /** Errors and warnings of the console, exceptions, what the page's policy refused. */
  readonly complaints: string[] = [];
  /** Addresses that were asked for, the page's own included. */
  readonly requests: string[] = [];

  constructor(
    readonly browser: Chromium,
    readonly session: string,
  ) {
    browser.listen(({ sessionId, method, params }) => {
      if (sessionId !== session) return;
      if (method === 'Network.requestWillBeSent')
        this.requests.push((params as { request: { url: string } }).request.url);
      if (method === 'Runtime.exceptionThrown') this.complaints.push(JSON.stringify(params));
      if (method === 'Log.entryAdded')
        this.complaints.push((params as { entry: { text: string } }).entry.text);
      if (method === 'Runtime.consoleAPICalled') this.complaints.push(JSON.stringify(params));
    });
  }

  send(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    return this.browser.send(method, params, this.session);
  }

  async prepare({ width, scripts, dark = false, media = 'screen' }: TabOptions): Promise<void> {
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await this.send(`${domain}.enable`);
    await this.send('Emulation.setDeviceMetricsOverride', {
      width,
      height: 900,
      deviceScaleFactor: 1,
      mobile: false,
    });
    await this.send('Emulation.setScriptExecutionDisabled', { value: !scripts });
    await this.send('Emulation.setEmulatedMedia', {
      media,
      features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }],
    });
  }

  /** Opens an address and waits until it has loaded. */
  async open(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => {
      this.browser.listen(({ sessionId, method }) => {
        if (sessionId === this.session && method === 'Page.loadEventFired') resolve();
      });
    });
    await this.send('Page.navigate', { url });
    await loaded;
  }

  /** The value of an expression in the page; works where its own scripts are off, too. */
  async value<Value>(expression: string): Promise<Value> {
    const answer = await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    const { result, exceptionDetails } = answer as { result: { value: Value }; exceptionDetails?: object };
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return result.value;
  }

  async moveTo(x: number, y: number): Promise<void> {
    await this.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
  }

  /** PNG of a part of the whole page. */
  async picture(clip: { x: number; y: number; width: number; height: number }): Promise<Buffer> {
    const { data } = await this.send('Page.captureScreenshot', {
      captureBeyondViewport: true,
      clip: { ...clip, scale: 1 },
    });
    return Buffer.from(data as string, 'base64');
  }
}
