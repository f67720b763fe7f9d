export * from './EntityAlertsContent';
export * from './EntityCostsContent';
export * from './EntityGuardrailsCard';
export * from './EntityRecommendationsContent';
