import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import { house } from './.ci/house-rules.mjs'

/** Rooms whose code runs in browsers; domain, transparency and protocol run on both sides. */
const BROWSER_ROOMS = ['domain', 'transparency', 'protocol', 'device', 'app', 'sw']

const RAW_HTML = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'srcdoc'].map((property) => ({
  property,
  message: 'Raw HTML has no place here: bind text.',
}))

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'node_modules/', 'tests/output/', 'tests/fixtures/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  tseslint.configs.recommended,
  vue.configs['flat/essential'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'vue/no-v-html': 'error',
      'vue/no-undef-properties': ['error', { ignores: ['/^\\$/'] }],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/multi-word-component-names': 'off',
    },
  },
  {
    rules: {
      eqeqeq: 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-self-compare': 'error',
      'no-unreachable-loop': 'error',
      'prefer-const': 'error',
      'no-restricted-properties': ['error', ...RAW_HTML],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['src/**/*.{ts,vue}'],
    plugins: { house },
    rules: { 'house/walls': 'error', 'no-console': 'error' },
  },
  { files: ['src/server/**'], rules: { 'no-console': 'off' } },
  {
    // A catch without a name is younger than the browsers that read this.
    files: ['src/app/start.js'],
    rules: { '@typescript-eslint/no-unused-vars': ['error', { caughtErrors: 'none' }] },
  },
  {
    files: BROWSER_ROOMS.map((room) => `src/${room}/**/*.{ts,vue}`),
    plugins: { house },
    rules: { 'house/no-top-level-await': 'error', 'house/no-young-apis': 'error' },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|todo|fails)$/]',
          message: 'Every test runs.',
        },
      ],
    },
  },
)
