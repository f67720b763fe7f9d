export * from './useNow';
export * from './usePages';
export * from './usePages';
export * from './useQueryParameter';
export * from './useRequest';
