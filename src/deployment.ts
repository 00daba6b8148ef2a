import {
  failedOutcome,
  reportLife,
  reportProblems,
  reportRunning,
  type Known,
  type Outcome,
} from './action/deploy-report.ts';
import { originOf, withBec, type Access, type Inputs, type Runner } from './action/runner.ts';
import type { CheckedSpec } from './checked-spec.ts';
import { UserError } from './errors.ts';
import {
  cleanupOf,
  createService,
  existsUnlessDeleted,
  isOwn,
  mayExistText,
  openJournal,
  rollOut,
  serviceText,
  type ClientTokens,
  type Life,
} from './service/service.ts';
import { problemWithValue } from './spec/spec.ts';
import { quoted } from './text.ts';

/** A service to create, and how far to follow it. */
export interface Deployment {
  readonly spec: CheckedSpec;
  readonly tokens: ClientTokens;
  readonly access: Access;
  readonly inputs: Pick<Inputs, 'wait' | 'waitTimeoutMs' | 'onFailure'>;
  readonly known: Known;
}

/**
 * Creates the service and, if the workflow asks for it, waits until it is running.
 * @returns also of a failure what is known to exist
 */
export function deployService(deployment: Deployment, runner: Runner): Promise<Outcome> {
  const { spec, tokens, access, inputs, known } = deployment;
  const { serviceName, imageVersion, body } = spec;
  const { wait, waitTimeoutMs: timeoutMs, onFailure } = inputs;
  const journal = openJournal((life, { kind }) => {
    if (life.service !== undefined || kind === 'lost') reportLife(runner, tokens, life);
    runner.postState.save(stateOf(deployment, life));
  });
  const seen = (): Known => withLife(known, journal.life());
  return withBec(runner, access, async (bec): Promise<Outcome> => {
    try {
      bec.log(
        `Creating ${quoted(serviceName)} at ${access.endpoint.host}, image version ${imageVersion}, clientToken ${tokens.clientTokenOf(1)}`,
      );
      const attempt = attemptOf(runner.run.runAttempt);
      const created = await createService(bec, { tokens, serviceName, body, attempt }, journal);
      if (!wait) return { kind: 'created', known: seen() };
      const plan = { timeoutMs, onFailure, logGroup: runner.group, journal };
      const running = await rollOut(bec, created, plan);
      reportRunning(runner, running);
      return { kind: 'running', known: { ...seen(), running } };
    } catch (error) {
      reportFields(runner, spec, error);
      return failedOutcome(seen(), error);
    }
  });
}

/** An attempt whose number is unknown may be a second one. */
function attemptOf(runAttempt: string): number {
  return /^[1-9][0-9]{0,5}$/.test(runAttempt) ? Number(runAttempt) : 2;
}

function withLife(known: Known, { service, pods }: Life): Known {
  if (service === undefined) return { ...known, pods };
  const { requestId, clientToken } = service.created;
  const isNotFound = service.lastLook?.kind === 'not found';
  const seen = { service: service.last.service, isOwn: isOwn(service), isNotFound, pods };
  return { ...known, requestId, clientToken, ...seen };
}

/** What the post step has to say, and to do, if the step ends at once. */
function stateOf({ spec: { serviceName }, access, inputs }: Deployment, life: Life) {
  const { clientToken = '', service } = life;
  const cleanup = cleanupOf(life, inputs.wait ? inputs.onFailure : 'keep');
  const end = cleanup === undefined ? `. ${existsUnlessDeleted}` : ' and was not running yet.';
  const text =
    service === undefined
      ? mayExistText({ serviceName, clientToken })
      : `${serviceText(service.created)} was created${end}`;
  return { text, cleanup, isUpdate: false, ...originOf(access) };
}

/** What BEC has said of values in the spec, on their lines. */
function reportFields(runner: Runner, { source, tree }: CheckedSpec, error: unknown): void {
  if (!(error instanceof UserError)) return;
  const problems = error.fields.map(({ path, text: message }) =>
    problemWithValue({ code: 'refused-value', severity: 'error', message }, tree, path),
  );
  reportProblems(runner, source, problems);
}
