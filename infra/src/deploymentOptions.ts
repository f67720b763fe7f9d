/** What a deployment may choose beyond the stack's parameters: CDK context in, one checked object out. */
import { z } from 'zod';

const flag = z
  .union([z.boolean(), z.enum(['true', 'false'])])
  .transform(value => value === true || value === 'true');

/** Context given with `-c` arrives as text. */
const count = (range: { min: number; max: number }) =>
  z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
    .pipe(z.number().int().min(range.min).max(range.max));

const optionsSchema = z.object({
  imageUri: z
    .string()
    .regex(/^[\w.-]+(:\d+)?\/[\w./-]+(:[\w.-]+|@sha256:[0-9a-f]{64})$/)
    .optional()
    .describe('an image with its tag or digest, such as registry/name:1.2.3'),
  isMultiAz: flag.default(false).describe('true or false'),
  taskCount: count({ min: 1, max: 50 }).default(1).describe('1 to 50'),
  databaseInstanceType: z
    .string()
    .regex(/^[a-z0-9]+\.[a-z0-9]+$/)
    .default('t4g.micro')
    .describe('an instance type without the prefix db., such as m8g.large'),
  domainName: z
    .string()
    .regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/)
    .optional()
    .describe('a host name, such as portal.example.com'),
  certificateArn: z
    .string()
    .regex(/^arn:aws[\w-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/)
    .optional()
    .describe('the ARN of a certificate in us-east-1, where CloudFront looks'),
  availabilityZones: z
    .string()
    .regex(/^[a-z0-9-]+,[a-z0-9-]+$/)
    .transform(zones => zones.split(','))
    .refine(([first, second]) => first !== second)
    .optional()
    .describe('two zones of the region, such as us-east-1b,us-east-1c'),
  otlpEndpoint: z
    .string()
    .regex(/^https:\/\/[\w.-]+(:443)?(\/[\w./-]*)?$/)
    .optional()
    .describe('an address with https on port 443, the one way out there is'),
  hostedZone: z
    .string()
    .regex(/^Z[A-Z0-9]+\/([a-z0-9-]+\.)+[a-z]{2,}$/)
    .optional()
    .describe('zone id and name of a Route 53 zone: Z0123456789/example.com'),
});

/** Choices that are made when the template is written; everything is off by default. */
export type DeploymentOptions = z.output<typeof optionsSchema>;

/** The names under which context gives them. */
export const contextKeys: Readonly<Record<keyof DeploymentOptions, string>> = {
  imageUri: 'imageUri',
  isMultiAz: 'multiAz',
  taskCount: 'taskCount',
  databaseInstanceType: 'databaseInstanceType',
  domainName: 'domainName',
  certificateArn: 'certificateArn',
  hostedZone: 'hostedZone',
  availabilityZones: 'availabilityZones',
  otlpEndpoint: 'otlpEndpoint',
};

/**
 * @param context - looks up a key of CDK context; undefined where it is not given
 * @throws Error that names every key with a wrong value, what it got and what it takes
 */
export function deploymentOptions(
  context: (key: string) => unknown,
): DeploymentOptions {
  const given = Object.fromEntries(
    Object.entries(contextKeys).map(([name, key]) => [name, context(key)]),
  );
  const parsed = optionsSchema.safeParse(given);
  if (!parsed.success) {
    const names = new Set(parsed.error.issues.map(({ path }) => path[0]));
    throw new Error(
      [...names]
        .map(name => describeProblem(name as keyof DeploymentOptions, given))
        .join('\n'),
    );
  }
  const { domainName, certificateArn, hostedZone } = parsed.data;
  if (Boolean(domainName) !== Boolean(certificateArn)) {
    throw new Error(
      'domainName and certificateArn belong together: CloudFront serves a name of its own only with a certificate for it. ' +
        `Got ${domainName ? 'only domainName' : 'only certificateArn'}.`,
    );
  }
  if (hostedZone && !domainName?.endsWith(hostedZone.split('/')[1])) {
    throw new Error(
      `hostedZone is where the record of domainName is written: domainName '${
        domainName ?? ''
      }' does not lie in '${hostedZone.split('/')[1]}'.`,
    );
  }
  return parsed.data;
}

function describeProblem(
  name: keyof DeploymentOptions,
  given: Record<string, unknown>,
): string {
  const takes = optionsSchema.shape[name].description;
  return `Context '${contextKeys[name]}' takes ${takes}; got '${given[name]}'.`;
}
