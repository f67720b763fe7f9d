/** The AWS services of the world, spelled as Cost Explorer spells them. */

export const EC2_COMPUTE = 'Amazon Elastic Compute Cloud - Compute';
export const EC2_OTHER = 'EC2 - Other';
export const CLOUDWATCH = 'AmazonCloudWatch';
export const RDS = 'Amazon Relational Database Service';
export const S3 = 'Amazon Simple Storage Service';
export const LAMBDA = 'AWS Lambda';
export const API_GATEWAY = 'Amazon API Gateway';
export const DYNAMODB = 'Amazon DynamoDB';
export const SAGEMAKER = 'Amazon SageMaker';
export const ELB = 'Amazon Elastic Load Balancing';
export const VPC = 'Amazon Virtual Private Cloud';
export const ECS = 'Amazon Elastic Container Service';
export const ELASTICACHE = 'Amazon ElastiCache';
export const CLOUDFRONT = 'Amazon CloudFront';
export const SQS = 'Amazon Simple Queue Service';
export const KINESIS = 'Amazon Kinesis';
export const ROUTE53 = 'Amazon Route 53';
export const WAF = 'AWS WAF';
export const GLUE = 'AWS Glue';
export const QUICKSIGHT = 'Amazon QuickSight';
export const KMS = 'AWS Key Management Service';
