import { originOf } from '../src/action/runner.ts';
import type { Client } from '../src/api/client.ts';
import { UserError } from '../src/errors.ts';
import { progressPrinter } from '../src/service/reading.ts';
import { serviceText } from '../src/service/service.ts';
import { joined, quoted } from '../src/text.ts';
import { differencesTo } from './comparison.ts';
import { differencesText } from './fields.ts';
import { planUpdate, type UpdatePlan, type UpdateStep } from './plan.ts';
import { reportService, type UpdateOutcome } from './report.ts';
import { sendIfNeeded } from './send.ts';
import { findService } from './service.ts';
import { failureText, progressText } from './texts.ts';
import { awaitUpdate } from './wait.ts';

type UpdateEnd = Omit<UpdateOutcome, 'known'>;

/** From the service to how its update ended. @throws UserError */
export async function updateService(bec: Client, step: UpdateStep): Promise<UpdateEnd> {
  const { inputs, spec, runner, learn } = step;
  learn({ effect: 'Nothing was changed.' });
  const serviceName = inputs.serviceName || spec.serviceName;
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
  learn({ effect: '' });
  savePostState(step, `${updateText(plan)} may be under way.`);
  const requestId = await sendIfNeeded(bec, plan, step);
  runner.setOutput('changed', String(requestId !== undefined));
  runner.setOutput('requestId', requestId ?? '');
  if (requestId !== undefined) learn({ requestId });
  if (inputs.wait) return await followUpdate(bec, plan, step);
  const rest = 'Whether its pods come to run it was not waited for.';
  return requestId === undefined
    ? { kind: 'unchanged', message: `${serviceText(plan.service)} is set to it already. ${rest}` }
    : { kind: 'requested', message: `${updateText(plan)} is requested. ${rest}` };
}

async function followUpdate(bec: Client, plan: UpdatePlan, step: UpdateStep): Promise<UpdateEnd> {
  const { inputs, spec, learn } = step;
  const { imageVersion } = spec;
  learn({ effect: `${updateText(plan)} may be under way.` });
  const print = progressPrinter(bec);
  const end = await awaitUpdate(bec, plan, {
    timeoutMs: inputs.waitTimeoutMs,
    onLook: (progress, atMs) => {
      const text = progressText(progress, imageVersion);
      const effect = `${updateText(plan)} is under way at BEC: ${text}.`;
      print(text, atMs);
      learn({ progress, service: progress.service, effect });
      savePostState(step, effect);
    },
  });
  if (end.state !== 'updated') {
    return { kind: 'failed', message: failureText(end, plan, spec.body) };
  }
  // Whether BEC keeps what the spec lacks is not documented.
  const left = differencesTo(spec.body, end.progress.service).filter(
    ({ difference }) => difference !== 'not shown',
  );
  if (left.length > 0) bec.warn(`BEC still differs from the spec: ${differencesText(left)}.`);
  const name = serviceText(plan.service).replace('The', 'the');
  const message = joined(
    [
      `All pods of ${name} run ${imageVersion}.`,
      plan.isBlind
        ? "BEC accepted the other settings; whether they have changed can't be seen."
        : '',
    ],
    ' ',
  );
  return { kind: 'updated', message };
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
