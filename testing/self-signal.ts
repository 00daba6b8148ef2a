/**
 * For `node --import`: it is to the process as if it got the signal, as in
 * `self-signal.ts?signal=SIGINT`, as soon as it listens for it, before it has sent anything. A signal
 * from outside comes when it comes.
 */
const isTerm = new URL(import.meta.url).searchParams.get('signal') === 'SIGTERM';
const signal = isTerm ? 'SIGTERM' : 'SIGINT';

process.on('newListener', (name) => {
  if (name === signal) queueMicrotask(() => process.emit(signal));
});
