/** The operations that the simulator knows, by name. */
import { assumeRole } from './assumeRole';
import { getApi } from './getApi';
import { getCallerIdentity } from './getCallerIdentity';
import { getCostAndUsage } from './getCostAndUsage';
import { getMetricData } from './getMetricData';
import { getRestApi } from './getRestApi';
import type { Operation } from './operation';

export const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  [
    assumeRole,
    getApi,
    getCallerIdentity,
    getCostAndUsage,
    getMetricData,
    getRestApi,
  ].map(operation => [operation.name, operation]),
);
