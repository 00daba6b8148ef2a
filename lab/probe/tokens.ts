import type { Variants } from '../../local-bec/variants.ts';
import { textOf, toFields, type Fields } from '../../src/json.ts';
import type { Request, Reply } from './bec.ts';
import { secondsOf } from './coming-up.ts';
import type { Context } from './context.ts';
import { found, open, type Finding, type Findings } from './findings.ts';
import type { Watched } from './looks.ts';
import { create, createBody, idIn, namePrefix } from './services.ts';

/** What a create gets that comes again at once. */
export async function repeatedCreate(
  { bec }: Context,
  body: Fields,
  clientToken: string,
): Promise<Finding<Variants['repeatedCreate']>> {
  const query = { clientToken };
  const reply = await bec.persist({ method: 'POST', path: '/v2/service/create', query, body });
  const evidence = `${reply.status} ${reply.code}`;
  if (reply.status === 400) return found('token-processing', evidence);
  return reply.status === 409 ? found('denied', evidence) : found('answered', evidence);
}

interface Deletable {
  readonly regions: readonly string[];
  /** A service that exists. */
  readonly namesake: Watched;
  readonly lagMs: number;
}

/** By a second service, which is deleted, and asked for again with its token. */
export async function tokensOfDeleted(context: Context, deletable: Deletable): Promise<Findings> {
  const { bec, clock, signal, runId } = context;
  const { namesake, lagMs } = deletable;
  const regions = deletable.regions.slice(0, 1);
  const own = createBody(context, 'b', { regions, replicas: 1 });
  const clientToken = `probe-${runId}-b`;
  const same = { ...own, serviceName: namesake.serviceName };
  const namedAlike = await create(context, same, clientToken);
  const isRefused = namedAlike.serviceId === '';
  const duplicateName = found(isRefused ? 'refused' : 'allowed', repliedWith(namedAlike));
  const created = isRefused ? await create(context, own, clientToken) : namedAlike;
  const { serviceId } = created;
  if (serviceId === '') return { duplicateName };
  // Long enough to be seen, and for its create not to be worked on any more.
  await clock.sleep(Math.max(30_000, lagMs + 10_000), signal);
  const deletion = await deletionOf(context, serviceId);
  if (deletion.value === undefined) return { duplicateName, deletion };
  const again = await create(context, isRefused ? own : same, clientToken);
  const before = statusIn(created);
  const deletedToken = deletedTokenOf(again, { serviceId, before });
  await bec.persist({ method: 'DELETE', path: `/v1/service/${again.serviceId}` });
  return { duplicateName, deletion, deletedToken };
}

function deletedTokenOf(
  again: Reply,
  first: { readonly serviceId: string; readonly before: string },
): Finding<Variants['deletedToken']> {
  const evidence = repliedWith(again);
  if (again.status >= 400) {
    return again.code === 'IdempotentParameterMismatch'
      ? found('mismatch', evidence)
      : open(evidence);
  }
  if (idIn(again) !== first.serviceId) return found('new-service', evidence);
  const status = statusIn(again);
  return found(status === first.before ? 'same-response' : 'terminated', evidence);
}

const deletionPolls = 60;

async function deletionOf(
  context: Context,
  serviceId: string,
): Promise<Finding<Variants['deletion']>> {
  const { bec, clock, signal } = context;
  const path = `/v1/service/${serviceId}`;
  let conflicts = 0;
  let reply = await bec.persist({ method: 'DELETE', path });
  while (reply.status === 409 && conflicts < deletionPolls) {
    conflicts++;
    await clock.sleep(2000, signal);
    reply = await bec.persist({ method: 'DELETE', path });
  }
  if (reply.status === 404) return open('the service was not found');
  const startMs = clock.elapsedMs();
  const states = new Set<string>();
  for (let poll = 0; poll < deletionPolls; poll++) {
    const look = await bec.persist({ path });
    if (look.status === 404) break;
    states.add(textOf(look.fields['status']));
    await clock.sleep(2000, signal);
  }
  const evidence = [
    `${conflicts} times 409, then ${reply.status}`,
    ...[...states].map((state) => `then ${state}`),
    `not found after ${secondsOf(clock.elapsedMs() - startMs)}`,
  ].join(', ');
  if (conflicts > 0) return found('conflict-first', evidence);
  if (reply.text === '') return found('no-body', evidence);
  return found(states.size > 0 ? 'slow' : 'at-once', evidence);
}

export async function unknownRegion(context: Context): Promise<Finding<Variants['unknownRegion']>> {
  const { bec, runId } = context;
  const body = createBody(context, 'c', { regions: ['cn-nowhere-ct'], replicas: 1 });
  const reply = await create(context, body, `probe-${runId}-c`);
  if (reply.serviceId !== '') {
    await bec.persist({ method: 'DELETE', path: `/v1/service/${reply.serviceId}` });
  }
  return found(reply.serviceId === '' ? 'refused' : 'accepted', repliedWith(reply));
}

/** By names: what comes again is told from what has come in between. */
export async function repeatedChange(
  context: Context,
  { serviceId, serviceName }: Watched,
  lagMs: number,
): Promise<Finding<Variants['repeatedChange']>> {
  const { bec, clock, signal, runId } = context;
  const [one, other] = [`${namePrefix}${runId}-one`, `${namePrefix}${runId}-other`];
  const rename = (name: string, token: string): Promise<Reply> =>
    change(context, {
      method: 'PUT',
      path: `/v2/service/${serviceId}`,
      query: { clientToken: `probe-${runId}-${token}` },
      body: { type: 'name', serviceName: name },
    });
  const first = await rename(one, 'one');
  await rename(other, 'other');
  const again = await rename(one, 'one');
  await clock.sleep(lagMs + 5000, signal);
  const { fields } = await bec.persist({ path: `/v1/service/${serviceId}` });
  await rename(serviceName, 'back');
  const name = textOf(fields['serviceName']);
  const evidence = `${first.status}, ${again.status}, the service is called ${name || 'nothing'}`;
  if (name !== one && name !== other) return open(evidence);
  return found(name === one ? 'performed' : 'remembered', evidence);
}

/** Asks again while the service is busy with another change. */
export async function change(context: Context, request: Request): Promise<Reply> {
  const { bec, clock, signal } = context;
  for (let attempt = 1; ; attempt++) {
    const reply = await bec.persist(request);
    if (reply.status !== 409 || attempt === 12) return reply;
    await clock.sleep(5000, signal);
  }
}

function statusIn({ fields }: Reply): string {
  return textOf(toFields(fields['details'])?.['status']);
}

function repliedWith(reply: Reply): string {
  return [reply.status, reply.code, idIn(reply), statusIn(reply)].filter(Boolean).join(' ');
}
