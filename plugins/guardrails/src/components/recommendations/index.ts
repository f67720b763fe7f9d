export * from './RecommendationsList';
