/** The playbooks that come with the plugin: those for one AWS service or metric before those for any. */
import type { Playbook } from '@cloudops/plugin-guardrails-node';
import { anyCost } from './anyCost';
import { anyReliability } from './anyReliability';
import { apiGateway } from './apiGateway';
import { cloudWatch } from './cloudWatch';
import { dynamoDb } from './dynamoDb';
import { ec2Compute } from './ec2Compute';
import { ec2Other } from './ec2Other';
import { lambda } from './lambda';
import { latency } from './latency';
import { loadBalancing } from './loadBalancing';
import { rds } from './rds';
import { s3 } from './s3';
import { sageMaker } from './sageMaker';
import { serverErrors } from './serverErrors';
import { vpc } from './vpc';

export const builtInPlaybooks: readonly Playbook[] = [
  ec2Other,
  ec2Compute,
  rds,
  cloudWatch,
  s3,
  lambda,
  dynamoDb,
  apiGateway,
  sageMaker,
  loadBalancing,
  vpc,
  serverErrors,
  latency,
  anyCost,
  anyReliability,
];
