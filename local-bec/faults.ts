import type { Operation } from './routes.ts';

/** What goes wrong with one call, or with `times` calls one after the other. */
export type Fault = FaultKind & {
  /** Default: any call. */
  readonly on?: Operation | undefined;
  readonly times?: number | undefined;
};

type FaultKind =
  /** A scripted response; the call itself takes effect only with `processed`. */
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** A string goes out as it is, anything else as JSON. */
      readonly body?: unknown;
      readonly processed?: boolean;
    }
  /** No response, before or after the call took effect: cut with RST, cut with FIN, or silence. */
  | { readonly kind: 'reset' | 'close' | 'hang'; readonly when: 'before' | 'after' }
  /** The call takes effect; the response has half of its body, a body that is not JSON, … */
  | { readonly kind: 'half-response' | 'garbage' }
  /** … or a valid one followed by more than 1 MiB of white space. */
  | { readonly kind: 'huge' }
  /** The call takes effect; its response comes late. */
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'redirect'; readonly location: string }
  /** Cut with RST once the request's headers have arrived, its body unread. */
  | { readonly kind: 'refuse-upload' };

export interface FaultQueue {
  readonly add: (faults: readonly Fault[]) => void;
  /** Removes and returns the first fault in the queue for the operation. */
  readonly take: (operation: Operation | undefined) => Fault | undefined;
  readonly clear: () => void;
}

export function createFaultQueue(): FaultQueue {
  let queue: readonly Fault[] = [];
  return {
    add: (faults) => {
      queue = queue.concat(
        faults.flatMap((fault) => Array.from({ length: fault.times ?? 1 }, () => fault)),
      );
    },
    take: (operation) => {
      const index = queue.findIndex(({ on }) => on === undefined || on === operation);
      const fault = queue[index];
      queue = fault === undefined ? queue : queue.toSpliced(index, 1);
      return fault;
    },
    clear: () => {
      queue = [];
    },
  };
}

/** Whether the call takes effect although the client sees a fault. */
export function takesEffect(fault: Fault): boolean {
  switch (fault.kind) {
    case 'response':
      return fault.processed === true;
    case 'reset':
    case 'close':
    case 'hang':
      return fault.when === 'after';
    case 'half-response':
    case 'garbage':
    case 'huge':
    case 'delay':
      return true;
    case 'redirect':
    case 'refuse-upload':
      return false;
  }
}
