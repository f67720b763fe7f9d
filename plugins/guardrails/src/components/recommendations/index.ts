export * from './CardList';
export * from './RecommendationCard';
export * from './RecommendationsList';
export * from './useRecommendationChanges';
