/** What is read of a service that exists already: the door for the action that updates one. */
export { readService } from './detail.ts';
export { readDetails, readPodList } from './pods.ts';
export { tagsIn, tagsOf } from './previous.ts';
export { reasonsOf, reasonText } from './reasons.ts';
export { readSelected } from './selection.ts';
export { isDeleted } from './state.ts';
export { pauseAfter, progressPrinter } from './wait.ts';
