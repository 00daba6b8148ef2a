import { isDeepStrictEqual } from 'node:util';
import {
  serviceIn,
  type ClientTokens,
  type Life,
  type RunningService,
  type Service,
  type ServiceEvent,
} from '../service/service.ts';
import type { Prepared } from './outcome.ts';
import type { Report } from './report.ts';

/** The outputs in action.yml, each set as soon as it is known. If one is set twice, the last value counts. */
export interface Outputs {
  readonly prepared: (prepared: Prepared) => void;
  readonly images: (digests: readonly string[]) => void;
  /** What happens to the service. Once it turns out to have been deleted, nothing of it remains set. */
  readonly happened: (event: ServiceEvent, before: Life) => void;
  readonly running: (running: RunningService) => void;
}

/** @param tokenKind a token of the user's own may hold a secret, one that is made here only looks so */
export function createOutputs(report: OutputReport, tokenKind: ClientTokens['kind']): Outputs {
  const { setOutput, setOwnOutput, setJsonOutput } = report;
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
      setOutput('imageDigest', digests.join('\n'));
    },
    happened: (event, before) => {
      if (event.kind === 'found') setClientToken(event.created.clientToken);
      setServiceOutputs(report, event, before);
    },
    running: ({ pods, publicIp, previousServices }) => {
      if (pods !== undefined) setJsonOutput('pods', pods);
      setOutput('publicIp', publicIp);
      const previousServiceIds = previousServices.map(({ serviceId }) => serviceId);
      setOutput('previousServiceIds', previousServiceIds.join('\n'));
    },
  };
}

type OutputReport = Pick<Report, 'setOutput' | 'setOwnOutput' | 'setJsonOutput'>;

function setServiceOutputs(
  { setOutput, setJsonOutput }: OutputReport,
  event: ServiceEvent,
  { service: before }: Life,
): void {
  const setState = ({ status, details }: Service): void => {
    setOutput('status', status);
    setJsonOutput('service', details);
  };
  switch (event.kind) {
    case 'found':
      setOutput('serviceId', event.created.value.serviceId);
      setOutput('requestId', event.created.requestId);
      setState(event.created.value);
      break;
    case 'lost':
      setOutput('serviceId', '');
      setOutput('requestId', '');
      setOutput('status', '');
      setOutput('service', '');
      break;
    case 'looked': {
      if (event.look.kind !== 'service') break;
      const { service } = event.look;
      if (!isDeepStrictEqual(service, before && serviceIn(before))) setState(service);
      break;
    }
    case 'requested':
    case 'pods':
    case 'settled':
  }
}
