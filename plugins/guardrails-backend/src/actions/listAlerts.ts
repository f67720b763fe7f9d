/** Action: which alerts there are. */
import type { ActionOptions } from './interfaces';
import { alertAnswer, alertOutput, scopeInput, textInput } from './schemas';

export function listAlerts({ registry, service }: ActionOptions): void {
  registry.register({
    name: 'list-alerts',
    title: 'List cost and reliability alerts',
    description:
      'Lists alerts about AWS costs and reliability that Guardrails raised, newest first. Without project and entity: of every project that you may see. Only unresolved ones unless status says otherwise.',
    schema: {
      input: z =>
        z
          .object({
            ...scopeInput(z),
            status: z
              .array(z.enum(['open', 'acknowledged', 'resolved']))
              .optional()
              .describe('Default: open and acknowledged'),
            severity: z
              .array(z.enum(['low', 'medium', 'high']))
              .optional()
              .describe('Only these; default: all'),
            type: z
              .enum(['cost', 'reliability'])
              .optional()
              .describe('Only this one; default: both'),
            limit: z
              .number()
              .int()
              .min(1)
              .max(100)
              .optional()
              .describe('Default: 20'),
            cursor: textInput(z, 1000)
              .optional()
              .describe('nextCursor of the page before'),
          })
          .strict(),
      output: z =>
        z.object({
          items: z.array(alertOutput(z)),
          totalItems: z.number().describe('How many there are on all pages'),
          nextCursor: z.string().optional().describe('Absent on the last page'),
        }),
    },
    examples: [
      {
        title: 'What is wrong with one service',
        input: { entityRef: 'component:default/payments-api' },
      },
      {
        title: 'The worst of all',
        input: { severity: ['high'], status: ['open'] },
      },
    ],
    attributes: { readOnly: true, idempotent: true, destructive: false },
    action: async ({ input, credentials }) => {
      const { items, totalItems, nextCursor } = await service.listAlerts(
        {
          ...input,
          status: input.status ?? ['open', 'acknowledged'],
          limit: input.limit ?? 20,
        },
        { credentials },
      );
      return {
        output: {
          items: items.map(alertAnswer),
          totalItems: totalItems ?? items.length,
          nextCursor,
        },
      };
    },
  });
}
