import { failedOutcome, type Known } from '../src/action/deploy-report.ts';
import { originOf, type Access, type Runner } from '../src/action/runner.ts';
import type { Client } from '../src/api/client.ts';
import { CancelledError, UserError } from '../src/errors.ts';
import { progressPrinter } from '../src/service/reading.ts';
import { serviceText } from '../src/service/service.ts';
import { quoted } from '../src/text.ts';
import { compareWithService } from './comparison.ts';
import { differencesText, planUpdate, type UpdatePlan, type UpdateStep } from './plan.ts';
import type { Progress } from './progress.ts';
import { reportProgress, reportService, type UpdateOutcome } from './report.ts';
import { sendIfNeeded } from './send.ts';
import { findService } from './service.ts';
import { failureText, progressText, runsTexts } from './texts.ts';
import { awaitUpdate } from './wait.ts';

interface UpdateOptions {
  readonly step: UpdateStep;
  readonly access: Access;
  readonly known: Known;
  readonly runner: Runner;
}

/** From the service to the outcome. Never rejects: a failure is an outcome that says what runs. */
export async function updateService(bec: Client, options: UpdateOptions): Promise<UpdateOutcome> {
  const { step, runner } = options;
  const { inputs, spec } = step;
  let { known } = options;
  let plan: UpdatePlan | undefined;
  let progress: Progress | undefined;
  const outcome = (kind: UpdateOutcome['kind'], message: string): UpdateOutcome => {
    if (progress !== undefined) reportProgress(runner, progress);
    const runs = plan && progress ? runsTexts(progress, plan.name) : [];
    return { kind, known, message, runs, progress };
  };
  try {
    const serviceName = inputs.serviceName || spec.serviceName;
    const service = await findService(bec, { serviceId: inputs.serviceId, serviceName });
    if (service === undefined) return outcome('dry run', missingText(inputs.dryRun, serviceName));
    known = { ...known, service };
    reportService(runner, service);
    plan = await planUpdate(bec, service, options);
    progress = plan.before;
    runner.setOutput('previousImageVersion', plan.previous);
    if (inputs.dryRun) return outcome('dry run', dryRunText(plan));
    saveState(options, `${updateText(plan)} may be under way.`);
    const requestId = await sendIfNeeded(bec, plan, { step, run: runner.run });
    runner.setOutput('changed', String(requestId !== undefined));
    runner.setOutput('requestId', requestId ?? '');
    known = { ...known, ...(requestId !== undefined && { requestId }) };
    if (!inputs.wait) return outcome('requested', requestedText(plan));
    const follow = followerOf(bec, plan, options);
    const onProgress = (seen: Progress): void => {
      progress = seen;
      known = { ...known, service: seen.service };
      follow(seen);
    };
    const { waitTimeoutMs: timeoutMs } = inputs;
    const end = await awaitUpdate(bec, { ...plan, timeoutMs, onProgress });
    if (end.state !== 'updated') return outcome('failed', failureText(end, plan, spec.body));
    warnOfLeftovers(bec, end.progress, step);
    return outcome(requestId === undefined ? 'unchanged' : 'updated', updatedText(plan));
  } catch (error) {
    const failed = failedOutcome(known, error);
    ({ known } = failed);
    if (plan === undefined) return outcome('failed', `${failed.message} Nothing was changed.`);
    const isCut = error instanceof CancelledError;
    const runs = isCut && progress ? ` ${progressText(progress, plan.name)}.` : '';
    return outcome('failed', `${failed.message}${runs}`);
  }
}

function updateText({ name }: Pick<UpdatePlan, 'name'>): string {
  return `An update of ${serviceText(name).replace('The', 'the')} to ${name.imageVersion}`;
}

/** In a dry run, a workflow may ask whether there is one. */
function missingText(isDryRun: boolean, serviceName: string): string {
  const text = `There is no service named ${quoted(serviceName)}.`;
  if (isDryRun) return text;
  throw new UserError(`${text} An update creates none: create it once, with org/bec-create.`);
}

function dryRunText({ name, differences }: UpdatePlan): string {
  return differences.length === 0
    ? `${serviceText(name)} is set to this spec already. This is a dry run, and nothing would be sent.`
    : `This is a dry run: nothing was sent. ${serviceText(name)} differs in ${differencesText(differences)}.`;
}

function requestedText(plan: UpdatePlan): string {
  return `${updateText(plan)} is requested. Whether its pods come to run it was not waited for.`;
}

function updatedText({ name, isBlind }: UpdatePlan): string {
  const text = `All pods of ${serviceText(name).replace('The', 'the')} run ${name.imageVersion}.`;
  return isBlind
    ? `${text} BEC accepted the other settings; whether they have changed can't be seen.`
    : text;
}

/** For the post step, if this one is killed. */
function saveState({ access, runner }: UpdateOptions, text: string): void {
  runner.postState.save({ text, isUpdate: true, cleanup: undefined, ...originOf(access) });
}

/** What is told of each look: in the log, and to the post step. */
function followerOf(
  bec: Client,
  plan: UpdatePlan,
  options: UpdateOptions,
): (progress: Progress) => void {
  const startMs = bec.clock.elapsedMs();
  const print = progressPrinter(bec);
  return (progress) => {
    const text = progressText(progress, plan.name);
    print(text, bec.clock.elapsedMs() - startMs);
    saveState(options, `${updateText(plan)} is under way at BEC: ${text}.`);
  };
}

/** Whether BEC keeps what the spec lacks is not documented. */
function warnOfLeftovers(bec: Client, { service }: Progress, { spec, inputs }: UpdateStep): void {
  const left = compareWithService(spec, service, inputs.strict).differences.filter(
    ({ difference }) => difference !== 'hidden',
  );
  if (left.length > 0) bec.warn(`BEC still differs from the spec: ${differencesText(left)}.`);
}
