/** The portal: as small as a portal on the legacy frontend system can be that has a catalog and Guardrails. */
import { createApp } from '@backstage/app-defaults';
import { AppRouter, FlatRoutes } from '@backstage/core-app-api';
import {
  AlertDisplay,
  Content,
  OAuthRequestDialog,
  SidebarItem,
  SidebarPage,
  Sidebar,
  SignInPage,
} from '@backstage/core-components';
import { CatalogEntityPage, CatalogIndexPage } from '@backstage/plugin-catalog';
import { UserSettingsPage } from '@backstage/plugin-user-settings';
import {
  GuardrailsPage,
  OpenAlertsHomeCard,
} from '@cloudops/plugin-guardrails';
import CategoryIcon from '@material-ui/icons/Category';
import SecurityIcon from '@material-ui/icons/Security';
import SettingsIcon from '@material-ui/icons/Settings';
import { Navigate, Route } from 'react-router-dom';
import { entityPage } from './entityPage';

// The backend is where the app came from: the tests put the same files before any portal.
const origin = window.location.origin;

const app = createApp({
  configLoader: async () => [
    {
      context: 'this page',
      data: {
        app: { title: 'Legacy portal', baseUrl: origin },
        backend: { baseUrl: origin },
        organization: { name: 'CloudOps' },
        auth: { environment: 'development', providers: { guest: {} } },
      },
    },
  ],
  components: {
    SignInPage: props => <SignInPage {...props} providers={['guest']} />,
  },
  __experimentalTranslations: { availableLanguages: ['en', 'de'] },
});

export const App = app.createRoot(
  <>
    <AlertDisplay />
    <OAuthRequestDialog />
    <AppRouter>
      <SidebarPage>
        <Sidebar>
          <SidebarItem icon={CategoryIcon} to="catalog" text="Catalog" />
          <SidebarItem icon={SecurityIcon} to="guardrails" text="Guardrails" />
          <SidebarItem icon={SettingsIcon} to="settings" text="Settings" />
        </Sidebar>
        <FlatRoutes>
          <Route path="/" element={<Navigate to="catalog" />} />
          <Route path="/catalog" element={<CatalogIndexPage />} />
          <Route
            path="/catalog/:namespace/:kind/:name"
            element={<CatalogEntityPage />}
          >
            {entityPage}
          </Route>
          <Route
            path="/home"
            element={
              <Content>
                <OpenAlertsHomeCard />
              </Content>
            }
          />
          <Route path="/guardrails" element={<GuardrailsPage />} />
          <Route path="/settings" element={<UserSettingsPage />} />
        </FlatRoutes>
      </SidebarPage>
    </AppRouter>
  </>,
);
