/** For `node --expose-gc --import`: prints how much memory is in use after every fortieth response. */
import { subscribe } from 'node:diagnostics_channel';

let responses = 0;

subscribe('http.client.response.finish', () => {
  responses++;
  if (responses % 40 !== 0) return;
  globalThis.gc?.();
  console.error(`heap ${process.memoryUsage().heapUsed}`);
});
