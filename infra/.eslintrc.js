module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // A construct joins its stack by being made.
    'no-new': 'off',
    // Never bundled: always run from these sources.
    'no-restricted-syntax': 'off',
  },
});
