import type { Fault } from '../local-bec/faults.ts';
import type { ReceivedRequest } from '../local-bec/requests.ts';
import type { Rollout } from '../local-bec/rollout.ts';
import type { LocalBec } from '../local-bec/server.ts';
import { startDeployment, type Deployment, type Deviation, type Ended } from './deployment.ts';

/** A service that is waited for, as the server plays it. */
export interface Play {
  /** A second of it is a poll, not a second: the first poll comes at 0, the second at 1000 ms. */
  readonly rollout?: Rollout;
  readonly faults?: readonly Fault[];
  /** What the first polls are answered in place of the truth; the service's id is put in. */
  readonly details?: readonly Readonly<Record<string, unknown>>[];
  readonly spec?: unknown;
  readonly onRequest?: (request: ReceivedRequest) => void;
}

/** A deployment to a server whose clock stands still between the polls. */
export async function startPlay(play: Play): Promise<Deployment> {
  const startMs = Date.now();
  let polls = 0;
  const deployment = await startDeployment({
    ...(play.faults !== undefined && { faults: play.faults }),
    ...(play.spec !== undefined && { spec: play.spec }),
    server: {
      rollout: play.rollout,
      now: () => startMs + polls * 1000,
      onRequest: (request) => {
        if (request.operation === 'detail') polls++;
        if (request.operation === 'create') deployment.bec.inject(...answersTo(deployment, play));
        play.onRequest?.(request);
      },
    },
  });
  return deployment;
}

function answersTo({ bec }: Deployment, { details = [] }: Play): readonly Fault[] {
  const serviceId = bec.services[0]?.serviceId;
  return details.map((detail) => ({
    kind: 'answer',
    on: 'detail',
    status: 200,
    body: { serviceId, ...detail },
  }));
}

export interface Played extends Ended {
  readonly bec: LocalBec;
  readonly serviceId: string;
  /** The operations that were asked for, in their order. */
  readonly operations: readonly string[];
  /** The lines that say how it stands, without the times. */
  readonly progress: readonly string[];
  /** The seconds at which these lines came. */
  readonly progressSeconds: readonly number[];
}

/** Waits for the service in no time. */
export async function runPlay({
  inputs,
  ...play
}: Play & { readonly inputs?: Deviation['inputs'] }): Promise<Played> {
  await using deployment = await startPlay(play);
  const { bec } = deployment;
  const ended = await deployment.run({
    clock: 'stepping',
    inputs: { wait: 'true', ...inputs },
  });
  const lines = [...ended.log.matchAll(/^(.+) · ([^·]+) \([^()]+ left\)$/gm)];
  return {
    ...ended,
    bec,
    serviceId: bec.services[0]?.serviceId ?? 'none',
    operations: bec.requests.map(({ operation }) => operation ?? 'unknown'),
    progress: lines.map(([, text = '']) => text),
    progressSeconds: lines.map(([, , time = '']) => secondsOf(time)),
  };
}

/** `2 min 26 s` → 146 */
function secondsOf(text: string): number {
  const [, minutes = '0'] = /(\d+) min/.exec(text) ?? [];
  const [, seconds = '0'] = /([\d.]+) s/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}
