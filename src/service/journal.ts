import type { Fields } from '../json.ts';
import type { Look, ServiceRef, Sight } from './detail.ts';
import type { Pod } from './pods.ts';

/** A service by its id and the name it was requested with, as the response to the create has shown it. */
export interface CreatedService extends ServiceRef, Sight {
  readonly body: Fields;
  readonly clientToken: string;
  readonly requestId: string;
  /** Whether the same token may have been sent before. */
  readonly isRepeat: boolean;
  /** BEC's time when the request was sent; undefined if BEC doesn't say. */
  readonly requestedAt: Date | undefined;
}

/** What happens to a service, from its request on. */
export type ServiceEvent =
  /** A create is about to be sent. */
  | { readonly kind: 'requested'; readonly clientToken: string }
  | { readonly kind: 'found'; readonly created: CreatedService }
  /** What was found has been deleted, or counts as such. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'looked'; readonly look: Look }
  | { readonly kind: 'pods'; readonly pods: readonly Pod[] }
  /** Nothing is left to do: it is running, is deleted, or is kept on purpose. */
  | { readonly kind: 'settled' };

/** What this attempt has seen of a service. */
export interface Sightings {
  readonly created: CreatedService;
  /** Of a look. */
  readonly first: Sight | undefined;
  /** Of a look, else of the response to the create. */
  readonly last: Sight;
  readonly lastLook: Look | undefined;
}

export interface Life {
  /** Of the last request; undefined before. */
  readonly clientToken: string | undefined;
  readonly service: Sightings | undefined;
  /** Those that fail; undefined if nobody has looked. */
  readonly pods: readonly Pod[] | undefined;
  readonly isSettled: boolean;
}

/** Where everything that happens is told, and what is known is read. */
export type Journal = Readonly<ReturnType<typeof openJournal>>;

const unborn: Life = {
  clientToken: undefined,
  service: undefined,
  pods: undefined,
  isSettled: false,
};

/** @param onChange reads what is known after each event */
export function openJournal(onChange: (life: Life, event: ServiceEvent) => void) {
  let life = unborn;
  return {
    add: (event: ServiceEvent): Life => {
      life = lifeAfter(life, event);
      onChange(life, event);
      return life;
    },
    life: (): Life => life,
  };
}

function lifeAfter(life: Life, event: ServiceEvent): Life {
  switch (event.kind) {
    case 'requested':
      return { ...life, clientToken: event.clientToken };
    case 'found': {
      const { created } = event;
      return {
        ...life,
        service: { created, first: undefined, last: created, lastLook: undefined },
      };
    }
    case 'lost':
      return { ...life, service: undefined };
    case 'looked':
      return { ...life, service: life.service && withLook(life.service, event.look) };
    case 'pods':
      return { ...life, pods: event.pods };
    case 'settled':
      return { ...life, isSettled: true };
  }
}

function withLook(before: Sightings, look: Look): Sightings {
  const sightings = { ...before, lastLook: look };
  if (look.kind !== 'service') return sightings;
  return { ...sightings, first: sightings.first ?? look, last: look };
}
