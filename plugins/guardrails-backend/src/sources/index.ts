/** The AWS adapters behind the ports for costs and metrics; nothing else imports an AWS SDK. */
export { AwsAccounts } from './AwsAccounts';
export { CloudWatchSource } from './CloudWatchSource';
export { CostExplorerSource } from './CostExplorerSource';
