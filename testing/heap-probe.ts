/** For `node --expose-gc --import`: prints how much memory is in use after every fortieth answer. */
import { subscribe } from 'node:diagnostics_channel';

let answers = 0;

subscribe('http.client.response.finish', () => {
  answers++;
  if (answers % 40 !== 0) return;
  globalThis.gc?.();
  console.error(`heap ${process.memoryUsage().heapUsed}`);
});
