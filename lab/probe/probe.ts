import { findingsOfStart } from './coming-up.ts';
import type { Context } from './context.ts';
import type { Findings } from './findings.ts';
import { hasAddress, isUp, watch } from './looks.ts';
import { findRegions, gatewayErrors, keyword, listPages, throttling } from './reads.ts';
import { create, createBody, deleteAll } from './services.ts';
import { repeatedChange, repeatedCreate, tokensOfDeleted, unknownRegion } from './tokens.ts';
import { askOfUpdates } from './updates.ts';

export interface Probed {
  readonly findings: Findings;
  /** The ids of what may still exist. */
  readonly left: readonly string[];
  /** Why not all could be asked. */
  readonly failure: unknown;
}

/**
 * Asks all that is open, whatever fails in between, and deletes what it has created.
 * @param last for the deletions, which go on when the context's signal has aborted
 */
export async function probe(context: Context, last: Context = context): Promise<Probed> {
  let findings: Findings = {};
  let failure: unknown;
  await deleteAll(context);
  try {
    await askAll(context, (more) => {
      findings = { ...findings, ...more };
    });
  } catch (error) {
    failure = error;
  }
  return { findings, left: await deleteAll(last), failure };
}

async function askAll(context: Context, keep: (more: Findings) => void): Promise<void> {
  const { print, runId, pace } = context;
  const regions = await findRegions(context);
  print(`Regions: ${regions.join(', ')}`);
  keep({ gatewayErrors: await gatewayErrors(context) });

  // Two regions with two pods each: the fewest that show in which order pods are replaced.
  const body = createBody(context, 'a', { regions, replicas: 2 });
  const token = `probe-${runId}-a`;
  const first = await create(context, body, token);
  if (first.serviceId === '') throw new Error(`No service could be created: ${first.text}`);
  keep({ repeatedCreate: await repeatedCreate(context, body, token) });
  const service = { serviceId: first.serviceId, serviceName: body.serviceName };
  const looks = await watch(context, service, {
    isOver: (look) => isUp(look) && look.isListed && hasAddress(look),
    quietMs: pace.startMs,
  });
  const start = findingsOfStart(looks, context.image);
  keep(start);
  const lagMs =
    1000 * Math.max(Number(start.readLag?.value ?? 0), Number(start.listLag?.value ?? 0));

  const last = looks.at(-1) ?? looks[0];
  if (last.found && last.isListed) {
    keep({ keyword: await keyword(context, service) });
    keep({ listPages: await listPages(context, service) });
  }
  keep(await tokensOfDeleted(context, { regions, namesake: service, lagMs }));
  keep({ unknownRegion: await unknownRegion(context) });
  if (!isUp(last)) {
    print('The first service does not run, so nothing is asked of updates.');
    return;
  }
  keep({ repeatedChange: await repeatedChange(context, service, lagMs) });
  await askOfUpdates(context, { service, lagMs }, keep);
  keep({ throttling: await throttling(context) });
}
