import type { Fault } from '../local-bec/faults.ts';
import type { ReceivedRequest } from '../local-bec/requests.ts';
import type { Rollout } from '../local-bec/rollout.ts';
import type { LocalBec } from '../local-bec/server.ts';
import { startDeployment, type Deployment, type Deviation, type Ended } from './deployment.ts';

/** A service that a step waits for. */
export interface Play {
  /** Its clock advances by a second with each poll: the first comes at 0, the second at 1000 ms. */
  readonly rollout?: Rollout;
  readonly faults?: readonly Fault[];
  readonly spec?: unknown;
  readonly onRequest?: (request: ReceivedRequest) => void;
}

/** A deployment to a server whose clock advances with the polls alone. */
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
        play.onRequest?.(request);
      },
    },
  });
  return deployment;
}

export interface Played extends Ended {
  readonly bec: LocalBec;
  readonly serviceId: string;
  /** The operations that were requested, in order. */
  readonly operations: readonly string[];
}

/** Runs the step with a clock that only sleeping advances. */
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
  return {
    ...ended,
    bec,
    serviceId: bec.services[0]?.serviceId ?? 'none',
    operations: bec.requests.map(({ operation }) => operation ?? 'unknown'),
  };
}
