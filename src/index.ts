import { CancelledError, UserError } from './errors.ts';
import { run } from './main.ts';
import { fail } from './action/report.ts';

const cancellation = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    cancellation.abort(new CancelledError(signal));
  });
}

try {
  await run(cancellation.signal);
} catch (error) {
  if (error instanceof UserError) fail(error.message);
  else {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    fail(
      `This is a fault in bec-create, not in your workflow. Please report it with these lines: ${text}`,
    );
  }
}
