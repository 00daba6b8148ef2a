/**
 * For `node --import`: waiting takes no time. As soon as the process has nothing to do but to wait for
 * a timer, its clock jumps there, so that half an hour of polls takes a second, and a machine under
 * load, however slow, makes none of them late. While an answer is awaited, time goes by as usual, or
 * `factor` times as fast, as in `idle-clock.ts?factor=50`. The date stays the real one: signatures are
 * checked against it.
 */
const factor = Number(new URL(import.meta.url).searchParams.get('factor') ?? '1');

const begin = setTimeout;
const end = clearTimeout;
const uptime = process.uptime.bind(process);

interface Pending {
  readonly dueMs: number;
  readonly run: () => void;
  readonly cancel: () => void;
}

const pending = new Map<unknown, Pending>();
let skippedMs = 0;

function elapsedMs(): number {
  return uptime() * 1000 * factor + skippedMs;
}

process.uptime = () => elapsedMs() / 1000;

globalThis.setTimeout = new Proxy(begin, {
  apply: (_target, _self, [callback, delayMs, ...rest]: readonly unknown[]): unknown => {
    const run = (): void => {
      pending.delete(timer);
      if (typeof callback === 'function') Reflect.apply(callback, undefined, rest);
    };
    const timer = begin(run, Number(delayMs ?? 0) / factor);
    const cancel = (): void => {
      end(timer);
    };
    pending.set(timer, { dueMs: elapsedMs() + Number(delayMs ?? 0), run, cancel });
    return timer;
  },
});

globalThis.clearTimeout = new Proxy(end, {
  apply: (target, self: unknown, timers: readonly unknown[]): unknown => {
    pending.delete(timers[0]);
    return Reflect.apply(target, self, timers);
  },
});

/** What does not count as work: timers, and the ways to who started the process. */
const idle = /^(?:Timeout|PipeWrap|TTYWrap|SignalWrap|ProcessWrap)$/;

function jump(): void {
  if (!process.getActiveResourcesInfo().every((name) => idle.test(name))) return;
  const [next] = [...pending.values()].sort((left, right) => left.dueMs - right.dueMs);
  if (next === undefined) return;
  skippedMs += Math.max(0, next.dueMs - elapsedMs());
  next.cancel();
  next.run();
}

setInterval(jump, 1).unref();
