/** Where the portal's image comes from: built here, or made elsewhere and named. */
import { Aws, Stack } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';

export type PortalImageSource =
  /** Folder with the Dockerfile's context; Docker builds it when the stack is deployed. */
  | { readonly context: string; readonly dockerfile: string }
  /** An image with its tag or digest, in any registry that the tasks can reach. */
  | { readonly uri: string };

const ECR =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(?<name>[^:@]+)[:@](?<version>.+)$/;

export function portalImage(
  scope: Construct,
  source: PortalImageSource,
): ContainerImage {
  if ('context' in source) {
    return ContainerImage.fromAsset(source.context, {
      file: source.dockerfile,
      platform: Platform.LINUX_AMD64,
    });
  }
  const ecr = source.uri.match(ECR)?.groups;
  if (!ecr) return ContainerImage.fromRegistry(source.uri);
  // As a repository and not as a name: so the execution role may pull from it, and from no other.
  return ContainerImage.fromEcrRepository(
    Repository.fromRepositoryAttributes(scope, 'Repository', {
      repositoryName: ecr.name,
      repositoryArn: Stack.of(scope).formatArn({
        partition: Aws.PARTITION,
        service: 'ecr',
        region: ecr.region,
        account: ecr.account,
        resource: 'repository',
        resourceName: ecr.name,
      }),
    }),
    ecr.version,
  );
}
