//! What calls of package managers are read as, one table a family.

use shell::{Action, Manager, PackageCall, Script};

#[allow(
    clippy::expect_used,
    reason = "a text that is no call must fail the test"
)]
fn call(text: &str) -> PackageCall {
    let script = Script::parse(text);
    assert!(script.is_understood, "{text}: {:?}", script.why);
    let command = script.commands.first();
    let call = command.and_then(|command| command.package_call());
    call.expect(text).clone()
}

/// `name` or `name@version`, as one text.
fn packages(call: &PackageCall) -> String {
    let package = |package: &shell::Package| match &package.version {
        Some(version) => format!("{}@{version}", package.name),
        None => package.name.clone(),
    };
    call.packages
        .iter()
        .map(package)
        .collect::<Vec<_>>()
        .join(" ")
}

fn check(manager: Manager, table: &[(&str, Action, &str)]) {
    for (text, action, expected) in table {
        let call = call(text);
        assert_eq!(call.manager, manager, "{text}");
        assert_eq!(call.action, *action, "{text}: {call:?}");
        assert_eq!(packages(&call), *expected, "{text}: {call:?}");
        for package in &call.packages {
            assert!(
                package.span.of(text).contains(package.name.as_str()),
                "{text}"
            );
        }
    }
}

#[test]
fn apt() {
    use Action::{Clean, Install, Remove, Update, Upgrade};
    check(
        Manager::AptGet,
        &[
            ("apt-get update", Update, ""),
            ("apt-get -qq update", Update, ""),
            (
                "apt-get install -y --no-install-recommends curl git=1:2.39-1",
                Install,
                "curl git@1:2.39-1",
            ),
            (
                "DEBIAN_FRONTEND=noninteractive apt-get -o Dpkg::Options::=--force-confold -yq install \"nginx=${V}\"",
                Install,
                "nginx@${V}",
            ),
            ("sudo -E apt-get install ./a.deb", Install, "./a.deb"),
            ("/usr/bin/apt-get purge -y --auto-remove gcc", Remove, "gcc"),
            ("apt-get -t bookworm-backports install x", Install, "x"),
            ("apt-get dist-upgrade -y", Upgrade, ""),
            ("apt-get clean", Clean, ""),
        ],
    );
    check(Manager::Apt, &[("apt install -y curl", Install, "curl")]);
    check(
        Manager::Aptitude,
        &[("aptitude -y install curl", Install, "curl")],
    );
    let call = call("apt-get install -qqy --no-install-recommends $PACKAGES");
    assert!(
        call.has_flag("-y") && call.has_flag("--no-install-recommends") && !call.has_flag("-f")
    );
    assert!(!call.packages[0].is_literal);
}

#[test]
fn apk() {
    use Action::{Clean, Install, Remove, Update};
    check(
        Manager::Apk,
        &[
            (
                "apk add --no-cache bash curl~=8 'git>2'",
                Install,
                "bash curl@~=8 git@>2",
            ),
            (
                "apk --no-cache add --virtual .build-deps gcc",
                Install,
                "gcc",
            ),
            ("apk add -t .deps gcc", Install, "gcc"),
            (
                "apk add --repository=http://a/edge x@edge",
                Install,
                "x@edge",
            ),
            ("apk del .build-deps", Remove, ".build-deps"),
            ("apk update", Update, ""),
            ("apk cache clean", Clean, ""),
        ],
    );
    let call = call("apk add --no-cache --virtual .build-deps gcc");
    assert!(
        call.flag_value("--virtual")
            .is_some_and(|value| value.is(".build-deps"))
    );
    assert!(call.packages.iter().all(|package| !package.is_path));
}

#[test]
fn rpm_families() {
    use Action::{Clean, Install, Remove, Update, Upgrade};
    check(
        Manager::Yum,
        &[
            ("yum -y install httpd", Install, "httpd"),
            ("yum install -y https://a/b.rpm", Install, "https://a/b.rpm"),
            ("yum --enablerepo epel -y install jq", Install, "jq"),
            ("yum clean all", Clean, ""),
            ("yum update -y", Upgrade, ""),
            ("yum makecache fast", Update, ""),
        ],
    );
    check(
        Manager::Dnf,
        &[("dnf install -y --setopt=tsflags=nodocs a b", Install, "a b")],
    );
    check(
        Manager::Microdnf,
        &[
            ("microdnf install a", Install, "a"),
            ("microdnf remove a", Remove, "a"),
        ],
    );
    check(Manager::Tdnf, &[("tdnf install -y a", Install, "a")]);
    check(
        Manager::Zypper,
        &[
            (
                "zypper --non-interactive in --no-recommends a b=2",
                Install,
                "a b@2",
            ),
            ("zypper refresh", Update, ""),
            ("zypper clean -a", Clean, ""),
        ],
    );
    check(
        Manager::Pacman,
        &[
            ("pacman -Sy --noconfirm git", Install, "git"),
            ("pacman -Syu --noconfirm", Upgrade, ""),
            ("pacman -Sy", Update, ""),
            ("pacman -Scc --noconfirm", Clean, ""),
            ("pacman -Rns gcc", Remove, "gcc"),
        ],
    );
}

#[test]
fn python() {
    use Action::{Download, Install, InstallProject, Remove, Upgrade};
    check(
        Manager::Pip,
        &[
            (
                "pip install --no-cache-dir -r requirements.txt",
                InstallProject,
                "",
            ),
            (
                "pip3.11 install -U pip 'flask[async]==3.0'",
                Install,
                "pip flask@3.0",
            ),
            (
                "python -m pip install --index-url https://a/simple x>=1",
                Install,
                "x",
            ),
            ("python3.12 -m pip install x", Install, "x"),
            ("/opt/venv/bin/pip install -e .", Install, "."),
            ("pip uninstall -y x", Remove, "x"),
            ("pip download x", Download, "x"),
        ],
    );
    check(
        Manager::Uv,
        &[
            (
                "uv pip install --system -r requirements.txt",
                InstallProject,
                "",
            ),
            ("uv sync --frozen --no-dev", InstallProject, ""),
            ("uv add httpx", Install, "httpx"),
            ("uv tool install ruff==0.5", Install, "ruff@0.5"),
        ],
    );
    check(
        Manager::Poetry,
        &[
            ("poetry install --no-root --only main", InstallProject, ""),
            ("poetry add httpx@^0.27", Install, "httpx@^0.27"),
        ],
    );
    check(
        Manager::Pipx,
        &[("pipx install poetry==1.8", Install, "poetry@1.8")],
    );
    check(
        Manager::Pipenv,
        &[("pipenv install --system --deploy", InstallProject, "")],
    );
    check(
        Manager::Conda,
        &[
            (
                "conda install -y -c conda-forge numpy=1.26",
                Install,
                "numpy@1.26",
            ),
            ("conda env create -f environment.yml", InstallProject, ""),
            ("conda update -n base conda", Upgrade, "conda"),
        ],
    );
    check(
        Manager::Mamba,
        &[("mamba install -y numpy", Install, "numpy")],
    );
    let call = call("pip install -qr requirements.txt -rdev.txt --requirement=c.txt --user");
    let files: Vec<_> = call.files.iter().map(shell::Word::value).collect();
    assert_eq!(files, ["requirements.txt", "dev.txt", "c.txt"]);
    assert!(call.has_flag("--user"));
}

#[test]
fn javascript() {
    use Action::{Clean, Install, InstallProject, Run};
    check(
        Manager::Npm,
        &[
            ("npm ci --omit=dev", InstallProject, ""),
            ("npm install", InstallProject, ""),
            ("npm i -g @vue/cli@5 pm2", Install, "@vue/cli@5 pm2"),
            ("npm --prefix client install", InstallProject, ""),
            ("npm run build -- --prod", Run, ""),
            ("npm cache clean --force", Clean, ""),
        ],
    );
    check(
        Manager::Yarn,
        &[
            ("yarn", InstallProject, ""),
            ("yarn --frozen-lockfile", InstallProject, ""),
            ("yarn install --production", InstallProject, ""),
            ("yarn global add serve@14", Install, "serve@14"),
            ("yarn build", Run, ""),
            ("corepack yarn install", InstallProject, ""),
        ],
    );
    check(
        Manager::Pnpm,
        &[
            ("pnpm i --frozen-lockfile", InstallProject, ""),
            ("pnpm add -g turbo", Install, "turbo"),
            ("pnpm -F web build", Run, ""),
        ],
    );
    check(
        Manager::Bun,
        &[
            ("bun install --production", InstallProject, ""),
            ("bun add hono", Install, "hono"),
        ],
    );
    let call = call("npm --prefix client i");
    assert!(
        call.flag_value("--prefix")
            .is_some_and(|value| value.is("client"))
    );
}

#[test]
fn ruby_and_php() {
    use Action::{Install, InstallProject, Other, Run};
    check(
        Manager::Gem,
        &[
            (
                "gem install bundler -v 2.4 --no-document",
                Install,
                "bundler@2.4",
            ),
            ("gem install rails:7.1 pg", Install, "rails@7.1 pg"),
        ],
    );
    check(
        Manager::Bundle,
        &[
            (
                "bundle install -j4 --without development",
                InstallProject,
                "",
            ),
            ("bundle exec rake assets:precompile", Run, ""),
            ("bundle config set --local deployment true", Other, ""),
        ],
    );
    check(
        Manager::Composer,
        &[
            ("composer install --no-dev -o", InstallProject, ""),
            (
                "composer require monolog/monolog:^3",
                Install,
                "monolog/monolog@^3",
            ),
            ("composer global require x/y", Install, "x/y"),
        ],
    );
}

#[test]
fn compiled_languages() {
    use Action::{Build, Clean, Download, Install, InstallProject, Run};
    check(
        Manager::Go,
        &[
            ("go mod download", Download, ""),
            (
                "CGO_ENABLED=0 go build -ldflags '-s -w' -o /app ./cmd/app",
                Build,
                "",
            ),
            (
                "go install github.com/a/b@v1.2.3",
                Install,
                "github.com/a/b@v1.2.3",
            ),
        ],
    );
    check(
        Manager::Cargo,
        &[
            ("cargo build --release --locked", Build, ""),
            ("cargo install --path .", InstallProject, ""),
            (
                "cargo install --locked ripgrep --version 14.1",
                Install,
                "ripgrep@14.1",
            ),
            ("cargo fetch", Download, ""),
        ],
    );
    check(
        Manager::Maven,
        &[
            ("mvn -B dependency:go-offline", Download, ""),
            ("./mvnw clean package -DskipTests", Build, ""),
            ("mvn -f pom.xml clean", Clean, ""),
        ],
    );
    check(
        Manager::Gradle,
        &[
            ("./gradlew build -x test --no-daemon", Build, ""),
            ("gradle :app:bootJar", Build, ""),
            ("gradle dependencies", Download, ""),
        ],
    );
    check(
        Manager::Dotnet,
        &[
            ("dotnet restore a.csproj", InstallProject, ""),
            ("dotnet publish -c Release -o /out", Build, ""),
            ("dotnet tool install -g x --version 1.0", Install, "x@1.0"),
            ("dotnet test", Run, ""),
        ],
    );
}

#[test]
fn what_is_no_package_manager_is_no_call() {
    for text in [
        "echo apt-get install x",
        "aptly install x",
        "python -m http.server",
        "A=1",
        "\"$PM\" install x",
    ] {
        assert_eq!(
            Script::parse(text).commands[0].package_call(),
            None,
            "{text}"
        );
    }
}
