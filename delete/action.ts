import '../src/require-node.ts';
import { systemClock } from '../src/clock.ts';
import { runDeletion } from './main.ts';

await runDeletion(systemClock);
