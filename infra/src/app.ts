/** The CDK app around the stack: the library's recommended behaviour, and the security checks at every synthesis. */
import { App, Validations } from 'aws-cdk-lib';
import featureFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { AwsSolutionsChecks } from 'cdk-nag';
import { acknowledgeFindings } from './acknowledgedFindings';
import { deploymentOptions } from './deploymentOptions';
import { GuardrailsStack } from './GuardrailsStack';
import type { PortalImageSource } from './PortalImage';

export const STACK_NAME = 'CloudOpsGuardrails';

export interface GuardrailsAppProps {
  /** Where the Dockerfile's context lies. Context `imageUri` wins over it. */
  readonly image: PortalImageSource;
  /** The built frontend. */
  readonly websiteFiles: string;
  /** As given with `-c key=value`; the command line's own context comes on top. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Default: where the CDK command line wants it. */
  readonly outdir?: string;
  /** Accept the findings that are known. Default: true. */
  readonly acknowledgesFindings?: boolean;
}

export interface GuardrailsApp {
  readonly app: App;
  readonly stack: GuardrailsStack;
}

/** @throws Error for context with a wrong value */
export function createGuardrailsApp(props: GuardrailsAppProps): GuardrailsApp {
  const app = new App({
    // The library's own metadata resource says nothing about this stack.
    analyticsReporting: false,
    context: { ...featureFlags, ...props.context },
    ...(props.outdir && { outdir: props.outdir }),
  });
  const options = deploymentOptions(key => app.node.tryGetContext(key));
  const stack = new GuardrailsStack(app, STACK_NAME, {
    options,
    image: options.imageUri ? { uri: options.imageUri } : props.image,
    websiteFiles: props.websiteFiles,
  });
  if (props.acknowledgesFindings ?? true) acknowledgeFindings(stack);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, stack };
}
