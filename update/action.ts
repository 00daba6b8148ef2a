import '../src/require-node.ts';
import { systemClock } from '../src/clock.ts';
import { runUpdate } from './main.ts';

await runUpdate(systemClock);
