import './require-node.ts';
import { systemClock } from './clock.ts';
import { runAction } from './main.ts';

await runAction(systemClock);
