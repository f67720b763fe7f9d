/** Amazon SageMaker: endpoints, notebooks, training jobs, apps. */
import type { Playbook } from '@cloudops/plugin-guardrails-node';
import { budgetGuardrail, splitByUsageType } from '../costSteps';
import { monthlySaving } from '../impact';

export const sageMaker: Playbook = {
  name: 'sagemaker',
  applies: ({ serviceName }) =>
    serviceName === 'Amazon SageMaker' || serviceName === 'Amazon SageMaker AI',
  recommend: alert => [
    {
      title: 'Find what runs in SageMaker and stop what nobody uses',
      actionSteps: [
        `${splitByUsageType(
          alert,
        )} (Host:<type> is an endpoint, Notebk:<type> a notebook, Train:<type> training, Studio:<type> an app)`,
        'Endpoints, newest first: aws sagemaker list-endpoints --status-equals InService --sort-by CreationTime --sort-order Descending --query "Endpoints[].[EndpointName,CreationTime]" --output table',
        'An endpoint without Invocations (CloudWatch → AWS/SageMaker → Invocations, Sum, 7 days) is not used: aws sagemaker delete-endpoint --endpoint-name <endpoint> (its configuration and model are kept, it can be created again).',
        'Notebooks: aws sagemaker list-notebook-instances --status-equals InService; stop one with: aws sagemaker stop-notebook-instance --notebook-instance-name <name>',
        'Training that does not end: aws sagemaker list-training-jobs --status-equals InProgress --query "TrainingJobSummaries[].[TrainingJobName,CreationTime]" --output table',
        'Studio apps that were left open: aws sagemaker list-apps --query "Apps[?Status==\'InService\'].[DomainId,UserProfileName,AppType,AppName]" --output table',
      ],
      ...monthlySaving(alert),
    },
    {
      title: 'Make idle SageMaker capacity end by itself',
      actionSteps: [
        'Endpoints with little traffic: a serverless or asynchronous endpoint, which scales to zero; steady ones: a target-tracking policy on SageMakerVariantInvocationsPerInstance.',
        'Studio: turn on idle shutdown in the domain’s settings (SageMaker → Domains → the domain → App configurations).',
        'Training: set a longest run time (StoppingCondition.MaxRuntimeInSeconds) and use managed spot training.',
      ],
      ...monthlySaving(alert, saving => `a part of it: ${saving}`),
    },
    budgetGuardrail(alert),
  ],
};
