// The portal's frontend. Plugins are found in package.json (app.packages in app-config.yaml); here is what is ours.
import { createApp } from '@backstage/frontend-defaults';
import { navModule } from './modules/nav';
import { signInModule } from './modules/signIn';

export const app = createApp({ features: [navModule, signInModule] });
