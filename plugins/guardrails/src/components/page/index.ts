export * from './AlertsSection';
export * from './GuardrailsPage';
export * from './HistorySection';
export * from './JobsSection';
export * from './OverviewSection';
export * from './RecommendationsSection';
