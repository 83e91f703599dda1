import { concat, doubleField, floatField, integerField, messageField, stringField } from './protobuf.js';

/** What an event tells TensorBoard. */
export type EventContent =
  /** The first event of every file. */
  | { readonly kind: 'file-version' }
  /** The training starts, or goes on, with this step: what came before with this step or later ones is forgotten. */
  | { readonly kind: 'session-start' }
  /** Values by tag. They are stored as 32-bit floats. */
  | { readonly kind: 'scalars'; readonly values: ReadonlyMap<string, number> };

/**
 * An `Event` of TensorFlow's `event.proto` as protocol buffer.
 * @param wallTime - Seconds since 1970.
 * @param step - An integer >= 0.
 */
export function encodeEvent(wallTime: number, step: number, content: EventContent): Uint8Array {
  // A number that is 0 is left out, as every writer of this format does.
  const stepFields = step === 0 ? [] : [integerField(2, step)];
  return concat([doubleField(1, wallTime), ...stepFields, encodeContent(content)]);
}

function encodeContent(content: EventContent): Uint8Array {
  switch (content.kind) {
    case 'file-version':
      return stringField(3, 'brain.Event:2');
    case 'session-start':
      return messageField(7, [integerField(1, 1)]);
    case 'scalars':
      return messageField(
        5,
        Array.from(content.values, ([tag, value]) =>
          messageField(1, [stringField(1, tag), floatField(2, value)]),
        ),
      );
  }
}
