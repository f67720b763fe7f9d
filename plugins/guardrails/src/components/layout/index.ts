export * from './Facts';
export * from './focusRing';
export * from './LongList';
export * from './Panel';
export * from './Section';
export * from './SortLabel';
export * from './TitledPanel';
export * from './YamlBlock';
