/**
 * For `node --import`: waiting takes no time. As soon as the process has nothing to do but to wait for
 * a timer, its clock jumps there, so that half an hour of polls takes a second, and a machine under
 * load, however slow, makes none of them late. Where an answer is awaited too, it jumps when nothing
 * has come for a while. The date stays the real one: signatures are checked against it.
 */
const silenceMs = 1500;

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
/** When a timer was last set or cleared, which every answer brings about, in real time. */
let stirredMs = 0;

function realMs(): number {
  return uptime() * 1000;
}

process.uptime = () => (realMs() + skippedMs) / 1000;

globalThis.setTimeout = new Proxy(begin, {
  apply: (target, self: unknown, [callback, delayMs, ...rest]: readonly unknown[]): unknown => {
    const run = (): void => {
      pending.delete(timer);
      if (typeof callback === 'function') Reflect.apply(callback, undefined, rest);
    };
    const timer: unknown = Reflect.apply(target, self, [run, delayMs]);
    const cancel = (): void => {
      Reflect.apply(end, undefined, [timer]);
    };
    stirredMs = realMs();
    pending.set(timer, { dueMs: stirredMs + skippedMs + Number(delayMs ?? 0), run, cancel });
    return timer;
  },
});

globalThis.clearTimeout = new Proxy(end, {
  apply: (target, self: unknown, timers: readonly unknown[]): unknown => {
    if (pending.delete(timers[0])) stirredMs = realMs();
    return Reflect.apply(target, self, timers);
  },
});

/** What does not count as work: timers, and the ways to who started the process. */
const idle = /^(?:Timeout|PipeWrap|TTYWrap|SignalWrap|ProcessWrap)$/;

function jump(): void {
  const isIdle = process.getActiveResourcesInfo().every((name) => idle.test(name));
  if (!isIdle && realMs() - stirredMs < silenceMs) return;
  const [next] = [...pending.values()].sort((left, right) => left.dueMs - right.dueMs);
  if (next === undefined) return;
  stirredMs = realMs();
  skippedMs += Math.max(0, next.dueMs - skippedMs - stirredMs);
  next.cancel();
  next.run();
}

setInterval(jump, 1).unref();
