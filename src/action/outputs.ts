import { isDeepStrictEqual } from 'node:util';
import {
  addressOf,
  serviceIn,
  type ClientTokens,
  type Life,
  type RunningService,
  type Service,
} from '../service/service.ts';
import type { Prepared } from './outcome.ts';
import type { Report } from './report.ts';

/** The outputs in action.yml, each set as soon as it is known. If one is set twice, the last value counts. */
export interface Outputs {
  readonly prepared: (prepared: Prepared) => void;
  /** Nothing, unless all of them are known. */
  readonly images: (digests: readonly (readonly string[])[]) => void;
  /** What is known of the service. Once it turns out to have been deleted, nothing of it remains set. */
  readonly known: (life: Life) => void;
  readonly running: (running: RunningService) => void;
}

/** @param tokenKind a token of the user's own may hold a secret, one that is made here only looks so */
export function createOutputs(
  {
    setOutput,
    setOwnOutput,
    setJsonOutput,
  }: Pick<Report, 'setOutput' | 'setOwnOutput' | 'setJsonOutput'>,
  tokenKind: ClientTokens['kind'],
): Outputs {
  let last: Service | undefined;
  const setClientToken = (clientToken: string): void => {
    if (tokenKind === 'own') setOutput('clientToken', clientToken);
    else setOwnOutput('clientToken', clientToken);
  };
  return {
    prepared: ({ serviceName, clientToken, imageVersion, request }) => {
      setOutput('serviceName', serviceName);
      setClientToken(clientToken);
      setOutput('imageVersion', imageVersion);
      setJsonOutput('request', request);
    },
    images: (digests) => {
      const own = digests.map(([digest = '']) => digest);
      setOutput('imageDigest', own.includes('') ? '' : own.join('\n'));
    },
    known: ({ service: sightings }) => {
      const service = sightings && serviceIn(sightings);
      if (isDeepStrictEqual(service, last)) return;
      last = service;
      if (sightings !== undefined) setClientToken(sightings.created.clientToken);
      setOutput('serviceId', service?.serviceId ?? '');
      setOutput('requestId', sightings?.created.requestId ?? '');
      setOutput('status', service?.status ?? '');
      if (service === undefined) setOutput('service', '');
      else setJsonOutput('service', service.details);
    },
    running: ({ pods, publicIp, previousServices }) => {
      if (pods !== undefined) setJsonOutput('pods', pods.map(addressOf));
      setOutput('publicIp', publicIp);
      const previousServiceIds = previousServices.map(({ serviceId }) => serviceId);
      setOutput('previousServiceIds', previousServiceIds.join('\n'));
    },
  };
}
