import { originOf } from '../src/action/runner.ts';
import { CallError, type Client } from '../src/api/client.ts';
import { UserError } from '../src/errors.ts';
import { pauseAfter, progressPrinter, readService } from '../src/service/reading.ts';
import { serviceText } from '../src/service/service.ts';
import { joined, quoted } from '../src/text.ts';
import { differencesTo } from './comparison.ts';
import { differencesText } from './fields.ts';
import { planUpdate, type UpdatePlan, type UpdateStep } from './plan.ts';
import { progressOf, type Progress } from './progress.ts';
import { reportService, type UpdateOutcome } from './report.ts';
import { sendIfNeeded } from './send.ts';
import { findService, readLook } from './service.ts';
import { failureText, progressText } from './texts.ts';
import { confirmationMs, startWatch, withLook } from './watch.ts';

type UpdateEnd = Omit<UpdateOutcome, 'known'>;

/** From the service to how its update ended. @throws UserError */
export async function updateService(bec: Client, step: UpdateStep): Promise<UpdateEnd> {
  const { inputs, spec, runner, learn } = step;
  const serviceName = inputs.serviceName || spec.serviceName;
  learn({ serviceName, effect: 'Nothing was changed.' });
  const service = await findService(bec, { serviceId: inputs.serviceId, serviceName });
  if (service === undefined) {
    const message = `There is no service named ${quoted(serviceName)}.`;
    // A workflow may ask whether there is one.
    if (inputs.dryRun) return { kind: 'dry run', message };
    throw new UserError(`${message} An update creates none: create it once, with org/bec-create.`);
  }
  learn({ service });
  reportService(runner, service);
  const plan = await planUpdate(bec, service, step);
  learn({ progress: plan.before });
  runner.setOutput('previousImageVersion', plan.previous);
  if (inputs.dryRun) return { kind: 'dry run', message: dryRunText(plan) };
  savePostState(step, `${updateText(plan)} may be under way.`);
  const requestId = await sendIfNeeded(bec, plan, step);
  runner.setOutput('changed', String(requestId !== undefined));
  runner.setOutput('requestId', requestId ?? '');
  if (requestId !== undefined) learn({ requestId });
  if (inputs.wait) return await followUpdate(bec, plan, step);
  const rest = 'The step did not wait for its pods to run it.';
  return requestId === undefined
    ? { kind: 'unchanged', message: `${serviceText(plan.service)} is set to it already. ${rest}` }
    : { kind: 'requested', message: `${updateText(plan)} is requested. ${rest}` };
}

/** Looks until two looks agree that all pods run the new version, or it can't come to that. */
async function followUpdate(bec: Client, plan: UpdatePlan, step: UpdateStep): Promise<UpdateEnd> {
  const { inputs, spec, learn } = step;
  const { imageVersion } = spec;
  const name = updateText(plan);
  learn({ effect: `${name} may be under way.` });
  const print = progressPrinter(bec);
  const startMs = bec.clock.elapsedMs();
  let watch = startWatch(plan.before);
  for (;;) {
    const look = await lookAt(bec, plan);
    const atMs = bec.clock.elapsedMs() - startMs;
    if (typeof look === 'object') {
      const text = progressText(look, imageVersion);
      const effect = `${name} is under way at BEC: ${text}. Re-run the job to wait for it.`;
      print(text, atMs);
      learn({ progress: look, service: look.service, effect });
      savePostState(step, effect);
    }
    watch = withLook(watch, look, { atMs, timeoutMs: inputs.waitTimeoutMs });
    if (watch.state !== 'in progress') break;
    const pauseMs = watch.doneSince === undefined ? pauseAfter(atMs) : confirmationMs;
    await bec.clock.sleep(pauseMs, bec.signal);
  }
  if (watch.state !== 'updated') {
    return { kind: 'failed', message: failureText(watch, plan, spec.body) };
  }
  // Whether BEC keeps what the spec lacks is not documented.
  const left = differencesTo(spec.body, watch.progress.service).filter(
    ({ difference }) => difference !== 'not shown',
  );
  if (left.length > 0) bec.warn(`BEC still differs from the spec: ${differencesText(left)}.`);
  const blind = "BEC accepted the other settings; whether they have changed can't be seen.";
  const all = `All pods of ${serviceText(plan.service).replace('The', 'the')} run ${imageVersion}.`;
  return { kind: 'updated', message: joined([all, plan.isBlind ? blind : ''], ' ') };
}

async function lookAt(
  bec: Client,
  { service, target }: UpdatePlan,
): Promise<Progress | 'not found' | 'unreadable'> {
  const look = await readService(bec, service);
  if (look.kind !== 'service') return look.kind === 'not found' ? look.kind : 'unreadable';
  try {
    return progressOf(await readLook(bec, look.service), target);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    bec.log(`The update can't be followed just now: ${error.message}`);
    return 'unreadable';
  }
}

function updateText({ service, target }: UpdatePlan): string {
  return `An update of ${serviceText(service).replace('The', 'the')} to ${target.imageVersion}`;
}

function dryRunText({ service, differences }: UpdatePlan): string {
  const name = serviceText(service);
  return differences.length === 0
    ? `${name} is set to this spec already. This is a dry run, and nothing would be sent.`
    : `This is a dry run: nothing was sent. ${name} differs in ${differencesText(differences)}.`;
}

/** For the post step, if this one is killed. */
function savePostState({ access, runner }: UpdateStep, text: string): void {
  runner.postState.save({ text, isUpdate: true, cleanup: undefined, ...originOf(access) });
}
