/**
 * For `node --import`: time runs `factor` times as fast, as in `fast-clock.ts?factor=50`, so that a
 * test of backoffs and timeouts need not wait for them. The date stays the real one: signatures are
 * checked against it.
 */
const factor = Number(new URL(import.meta.url).searchParams.get('factor') ?? '1');

globalThis.setTimeout = new Proxy(setTimeout, {
  apply: (target, self: unknown, [callback, delayMs, ...rest]: readonly unknown[]): unknown =>
    Reflect.apply(target, self, [callback, Number(delayMs ?? 0) / factor, ...rest]),
});

const uptime = process.uptime.bind(process);
process.uptime = () => uptime() * factor;
const elapsedMs = performance.now.bind(performance);
performance.now = () => elapsedMs() * factor;
