/** Actions that move an alert through its workflow. */
import type { AlertStatus } from '@cloudops/plugin-guardrails-common';
import type { ActionOptions } from './interfaces';
import {
  alertAnswer,
  alertIdInput,
  alertOutput,
  noteInput,
  textInput,
  timeInput,
} from './schemas';

interface StatusAction {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly to: AlertStatus;
  /** Whether somebody may miss something because of it. */
  readonly destructive: boolean;
}

const STATUS_ACTIONS: readonly StatusAction[] = [
  {
    name: 'acknowledge-alert',
    title: 'Acknowledge an alert',
    description:
      'Says that somebody is looking into an open alert. It stays unresolved.',
    to: 'acknowledged',
    destructive: false,
  },
  {
    name: 'resolve-alert',
    title: 'Resolve an alert',
    description:
      'Closes an open or acknowledged alert for everybody. Do so only when its cause is mended or accepted; say which in the note.',
    to: 'resolved',
    destructive: true,
  },
  {
    name: 'reopen-alert',
    title: 'Reopen an alert',
    description:
      'Puts an acknowledged or resolved alert back to open. Refused while a newer alert of the same series is unresolved.',
    to: 'open',
    destructive: false,
  },
];

export function changeAlert({ registry, service }: ActionOptions): void {
  for (const { name, title, description, to, destructive } of STATUS_ACTIONS) {
    registry.register({
      name,
      title,
      description,
      schema: {
        input: z =>
          z.object({ id: alertIdInput(z), note: noteInput(z) }).strict(),
        output: z => z.object({ alert: alertOutput(z) }),
      },
      // A second call is refused: the alert is no longer in the status that it is moved from.
      attributes: { readOnly: false, idempotent: false, destructive },
      action: async ({ input: { id, note }, credentials }) => ({
        output: {
          alert: alertAnswer(
            await service.updateAlert(
              id,
              { status: to, note },
              { credentials },
            ),
          ),
        },
      }),
    });
  }
  registry.register({
    name: 'expect-alert',
    title: 'Say that an alert was expected',
    description:
      'Resolves an alert because what it tells of was planned, and keeps its series quiet until a moment. Whoever asks must know why it was expected. The rule learns nothing by it; explain-alert proposes parameters for that.',
    schema: {
      input: z =>
        z
          .object({
            id: alertIdInput(z),
            reason: textInput(z, 500).describe(
              'What was planned, for those who read the audit trail',
            ),
            until: timeInput(z)
              .optional()
              .describe(
                'ISO 8601, at most 31 days ahead, when it goes on; default: it is over',
              ),
          })
          .strict(),
      output: z => z.object({ alert: alertOutput(z) }),
    },
    attributes: { readOnly: false, idempotent: false, destructive: true },
    action: async ({ input: { id, ...expectation }, credentials }) => ({
      output: {
        alert: alertAnswer(
          await service.markAlertExpected(id, expectation, { credentials }),
        ),
      },
    }),
  });
  registry.register({
    name: 'snooze-alert',
    title: 'Snooze an alert',
    description:
      'Mutes an unresolved alert until a moment, or wakes it up again. It keeps its status; nobody is notified of it meanwhile unless it is resolved.',
    schema: {
      input: z =>
        z
          .object({
            id: alertIdInput(z),
            until: timeInput(z)
              .nullable()
              .describe(
                'ISO 8601, at most 90 days ahead; null wakes it up now',
              ),
            note: noteInput(z),
          })
          .strict(),
      output: z =>
        z.object({
          alert: alertOutput(z),
          snoozedUntil: z.string().optional().describe('ISO 8601, UTC'),
        }),
    },
    attributes: { readOnly: false, idempotent: true, destructive: true },
    action: async ({ input: { id, until, note }, credentials }) => {
      const alert = await service.updateAlert(
        id,
        { snoozedUntil: until, note },
        { credentials },
      );
      return {
        output: {
          alert: alertAnswer(alert),
          snoozedUntil: alert.snoozedUntil ?? undefined,
        },
      };
    },
  });
}
