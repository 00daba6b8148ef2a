import './require-node.ts';
import { systemClock } from './clock.ts';
import { runPost } from './post.ts';

await runPost(systemClock);
