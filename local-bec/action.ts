/**
 * The entry of the action `local-bec`. As a step it starts the server in the background, as the step's
 * post it stops it; with arguments it is that server.
 */
import '../src/require-node.ts';

if (process.argv.length > 2) await import('./main.ts');
else await import('./step.ts');
