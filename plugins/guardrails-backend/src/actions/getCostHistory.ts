/** Action: what a project spent, day by day. */
import type { ActionOptions } from './interfaces';
import { dayInput, scopeInput, textInput } from './schemas';

export function getCostHistory({ registry, service }: ActionOptions): void {
  registry.register({
    name: 'get-cost-history',
    title: 'Read the cost history of a service',
    description:
      'Answers what one project or catalog entity spent on AWS: the total, each day, and each AWS service with its change against the period before. Days are UTC days; those from estimatedFrom on may still change.',
    schema: {
      input: z =>
        z
          .object({
            ...scopeInput(z),
            from: dayInput(z)
              .optional()
              .describe('First day, YYYY-MM-DD; default: 30 days before to'),
            to: dayInput(z)
              .optional()
              .describe('Last day, YYYY-MM-DD; default: yesterday'),
            services: z
              .array(textInput(z, 200))
              .max(50)
              .optional()
              .describe('Only these AWS services, e.g. Amazon RDS'),
          })
          .strict(),
      output: z =>
        z.object({
          project: z.string(),
          from: z.string(),
          to: z.string(),
          currency: z.string(),
          total: z.number(),
          previousTotal: z
            .number()
            .optional()
            .describe('Of as many days before'),
          estimatedFrom: z
            .string()
            .optional()
            .describe('First day that may still change'),
          openFrom: z
            .string()
            .optional()
            .describe('First day in a month that AWS has not invoiced yet'),
          days: z.array(z.object({ date: z.string(), total: z.number() })),
          services: z
            .array(
              z.object({
                service: z.string(),
                total: z.number(),
                previousTotal: z.number().optional(),
              }),
            )
            .describe('Largest first'),
        }),
    },
    examples: [
      {
        title: 'One service of the catalog over the last 30 days',
        input: { entityRef: 'component:default/payments-api' },
      },
    ],
    attributes: { readOnly: true, idempotent: true, destructive: false },
    action: async ({ input, credentials }) => {
      const report = await service.getCosts(input, { credentials });
      return {
        output: {
          project: report.project,
          from: report.from,
          to: report.to,
          currency: report.currency,
          total: report.total,
          previousTotal: report.previousTotal,
          estimatedFrom: report.estimatedFrom,
          openFrom: report.openFrom,
          days: report.days.map(({ date, total }) => ({ date, total })),
          services: report.services.map(each => ({
            service: each.service,
            total: each.total,
            previousTotal: each.previousTotal,
          })),
        },
      };
    },
  });
}
