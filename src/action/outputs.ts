import {
  addressOf,
  publicIpOf,
  type ClientTokens,
  type Life,
  type Pod,
  type RunningService,
} from '../service/service.ts';
import type { ResolvedSpec } from '../spec/spec.ts';
import type { Report } from './report.ts';

/** The outputs in action.yml are set by these, each as soon as it is known. */
type Outputs = Pick<Report, 'setOutput' | 'setOwnOutput' | 'setJsonOutput'>;

interface Request extends Pick<ResolvedSpec, 'serviceName' | 'printableBody'> {
  readonly imageVersion: string;
}

export function reportRequest(
  outputs: Outputs,
  { serviceName, imageVersion, printableBody }: Request,
): void {
  outputs.setOutput('serviceName', serviceName);
  outputs.setOutput('imageVersion', imageVersion);
  outputs.setJsonOutput('request', printableBody);
}

/** A token of the user's own may hold a secret; one that is made here only looks so. */
export function reportClientToken(
  { setOutput, setOwnOutput }: Outputs,
  { isOwn }: ClientTokens,
  clientToken: string,
): void {
  if (isOwn) setOutput('clientToken', clientToken);
  else setOwnOutput('clientToken', clientToken);
}

/** Nothing, unless all of them are known. */
export function reportImages(
  { setOutput }: Outputs,
  digests: readonly (readonly string[])[],
): void {
  const own = digests.map(([digest = '']) => digest);
  setOutput('imageDigest', own.includes('') ? '' : own.join('\n'));
}

/** What is known of the service. Once it turns out to have been deleted, nothing of it remains set. */
export function reportLife(
  outputs: Outputs,
  tokens: ClientTokens,
  { service: sightings }: Life,
): void {
  const { setOutput, setJsonOutput } = outputs;
  if (sightings !== undefined) reportClientToken(outputs, tokens, sightings.created.clientToken);
  const service = sightings?.last.service;
  setOutput('serviceId', service?.serviceId ?? '');
  setOutput('requestId', sightings?.created.requestId ?? '');
  setOutput('status', service?.status ?? '');
  if (service === undefined) setOutput('service', '');
  else setJsonOutput('service', service.details);
}

export function reportRunning(outputs: Outputs, { pods, previousServices }: RunningService): void {
  const previousIds = previousServices.map(({ serviceId }) => serviceId);
  reportPods(outputs, pods);
  outputs.setOutput('previousServiceIds', previousIds.join('\n'));
}

/** @param pods undefined if they can't be read */
export function reportPods(
  { setOutput, setJsonOutput }: Outputs,
  pods: readonly Pod[] | undefined,
): void {
  if (pods !== undefined) setJsonOutput('pods', pods.map(addressOf));
  setOutput('publicIp', publicIpOf(pods));
}
