//! What people get wrong about base images, each with its test.

use catalog::{
    Action, Base, Entrypoint, Family, ImageName, Libc, NoTwin, end_of_life, glibc, jre_twin,
    slim_twin,
};
use std::sync::Arc;

fn base(reference: &str) -> Base {
    let (name, tag) = ImageName::split(reference);
    Base::new(&name, tag).map_or_else(|| unknown(reference), Arc::unwrap_or_clone)
}

#[allow(clippy::panic, reason = "a base the tests name must be known")]
fn unknown(reference: &str) -> Base {
    panic!("{reference} is unknown")
}

fn slim(reference: &str) -> Result<String, NoTwin> {
    let (name, tag) = ImageName::split(reference);
    slim_twin(&name, tag).map(|twin| twin.tag)
}

#[test]
fn openjdk_since_12_is_oracle_linux_and_its_slim_is_debian() {
    let full = base("openjdk:17").release.unwrap();
    assert_eq!(full.distribution, "oraclelinux");
    let slim_base = base("openjdk:17-slim").release.unwrap();
    assert_eq!(slim_base.distribution, "debian");
    assert_eq!(slim("openjdk:17"), Err(NoTwin::OtherRelease));
    assert_eq!(slim("openjdk:11-jdk").unwrap(), "11-jdk-slim");
}

#[test]
fn some_old_node_images_are_on_another_release_than_their_slim_ones() {
    for tag in [
        "0.10.35", "0.11.14", "6.14", "6.14.4", "10.13", "10.13.0", "10.14.0",
    ] {
        let reference = format!("node:{tag}");
        assert_eq!(slim(&reference), Err(NoTwin::OtherRelease), "{tag}");
    }
}

#[test]
fn the_order_of_release_and_slim_is_each_images_own() {
    assert_eq!(slim("python:3.12-bookworm").unwrap(), "3.12-slim-bookworm");
    assert_eq!(slim("ruby:3.3-bookworm").unwrap(), "3.3-slim-bookworm");
    assert_eq!(slim("rust:1-bookworm").unwrap(), "1-slim-bookworm");
    assert_eq!(slim("node:22-bookworm").unwrap(), "22-bookworm-slim");
    assert_eq!(slim("perl:5.40-threaded").unwrap(), "5.40-slim-threaded");
    assert_eq!(slim("rockylinux:9").unwrap(), "9-minimal");
}

#[test]
fn an_undecorated_tag_stays_undecorated() {
    assert_eq!(slim("python:3.9").unwrap(), "3.9-slim");
    assert_eq!(slim("python").unwrap(), "slim");
    assert_eq!(slim("debian").unwrap(), "stable-slim");
    assert_eq!(slim("node:lts").unwrap(), "lts-slim");
}

#[test]
fn a_tag_without_a_twin_says_why() {
    assert_eq!(slim("python:3.12-slim"), Err(NoTwin::AlreadySlim));
    assert_eq!(slim("python:3.12-alpine"), Err(NoTwin::AlreadySlim));
    assert_eq!(slim("python:2-onbuild"), Err(NoTwin::Onbuild));
    assert_eq!(slim("python:3.99"), Err(NoTwin::NoSuchTag));
    assert_eq!(slim("golang:1.26"), Err(NoTwin::NoSlimLine));
    assert_eq!(slim("php:8.4-apache"), Err(NoTwin::NoSlimLine));
    assert_eq!(slim("ghcr.io/acme/python:3.12"), Err(NoTwin::NotOfficial));
    // Dropped when the next line became `lts`, while `jod-slim` is still built.
    assert_eq!(slim("node:lts-jod"), Err(NoTwin::OtherLife));
}

#[test]
fn trixie_and_noble_have_no_adduser() {
    for reference in [
        "debian:trixie",
        "debian:trixie-slim",
        "debian:13",
        "python:3.13-slim-trixie",
        "ubuntu:24.04",
        "ubuntu:26.04",
    ] {
        let base = base(reference);
        assert_eq!(base.has_command("useradd"), Some(true), "{reference}");
        assert_eq!(base.has_command("adduser"), Some(false), "{reference}");
    }
    for reference in [
        "debian:bookworm-slim",
        "debian:buster",
        "ubuntu:22.04",
        "ubuntu:16.04",
    ] {
        assert_eq!(
            base(reference).has_command("adduser"),
            Some(true),
            "{reference}"
        );
    }
}

#[test]
fn ubuntu_has_somebody_at_1000_since_23_04() {
    assert_eq!(base("ubuntu:24.04").account(1000).unwrap().name, "ubuntu");
    assert_eq!(
        base("eclipse-temurin:21-jdk-noble")
            .account(1000)
            .unwrap()
            .name,
        "ubuntu"
    );
    assert_eq!(base("ubuntu:22.04").account(1000), None);
    assert_eq!(base("mariadb:11.4").account(1000), None);
    // Gradle renames that account and keeps its number.
    assert_eq!(
        base("gradle:8.7.0-jdk21").account(1000).unwrap().name,
        "gradle"
    );
}

#[test]
fn alpine_numbers_www_data_differently() {
    assert_eq!(base("php:8.4-fpm").accounts[0].uid, 33);
    assert_eq!(base("php:8.4-fpm-alpine").accounts[0].uid, 82);
    assert_eq!(base("postgres:16").accounts[0].uid, 999);
    assert_eq!(base("postgres:16-alpine").accounts[0].uid, 70);
}

#[test]
fn node_had_no_account_before_november_2016() {
    assert_eq!(base("node:22").action, Some(Action::UseExisting));
    let old = base("node:5");
    assert_eq!(
        (old.action, old.account(1000)),
        (Some(Action::Create), None)
    );
}

#[test]
fn node_slim_lacks_what_people_expect() {
    let base = base("node:22-bookworm-slim");
    for command in ["curl", "git", "python3", "openssl", "make"] {
        assert_eq!(base.has_command(command), Some(false), "{command}");
    }
    assert!(!base.packages.contains(&"ca-certificates"));
    assert!(
        self::base("python:3.12-slim")
            .packages
            .contains(&"ca-certificates")
    );
}

#[test]
fn full_images_have_the_layers_of_buildpack_deps() {
    let full = base("python:3.12");
    for command in ["git", "gcc", "curl", "make", "pip", "pg_config"] {
        assert_eq!(full.has_command(command), Some(true), "{command}");
    }
    assert_eq!(base("golang:1.26").has_command("convert"), None);
}

#[test]
fn images_that_drop_privileges_say_so() {
    for reference in [
        "postgres:16",
        "redis:7",
        "mysql:8.4",
        "rabbitmq:3.13",
        "mongo:7",
        "ghost:5",
    ] {
        let base = base(reference);
        assert_eq!(base.entrypoint, Some(Entrypoint::Drops), "{reference}");
        assert_eq!(base.action, Some(Action::Leave), "{reference}");
    }
}

#[test]
fn images_that_are_not_root_already_say_so() {
    for reference in [
        "haproxy:2.8",
        "nginxinc/nginx-unprivileged",
        "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled",
        "gcr.io/distroless/static-debian13:nonroot",
        "quay.io/jupyter/base-notebook",
    ] {
        assert_eq!(base(reference).starts_as_root(), Some(false), "{reference}");
    }
    assert_eq!(base("haproxy:2.2").starts_as_root(), Some(true));
    assert_eq!(
        base("gcr.io/distroless/static-debian13").starts_as_root(),
        Some(true)
    );
}

#[test]
fn dotnet_has_its_account_since_8() {
    let aspnet = base("mcr.microsoft.com/dotnet/aspnet:8.0");
    assert_eq!(aspnet.account(1654).unwrap().name, "app");
    assert_eq!(aspnet.release.unwrap().to_string(), "debian:bookworm");
    let old = base("mcr.microsoft.com/dotnet/aspnet:7.0");
    assert_eq!(old.account(1654), None);
    assert_eq!(old.release.unwrap().to_string(), "debian:bullseye");
    let alpine = base("mcr.microsoft.com/dotnet/aspnet:10.0-alpine3.23");
    assert_eq!(
        (alpine.family, alpine.libc),
        (Some(Family::Apk), Some(Libc::Musl))
    );
    let chiseled = base("mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled-extra");
    assert_eq!(chiseled.family, Some(Family::None));
}

#[test]
fn distroless_latest_and_nonroot_differ_in_their_working_directory() {
    assert_eq!(
        base("gcr.io/distroless/base-debian12:latest")
            .workdir
            .as_deref(),
        Some("/")
    );
    let nonroot = base("gcr.io/distroless/base-debian12:nonroot");
    assert_eq!(nonroot.workdir.as_deref(), Some("/home/nonroot"));
    assert_eq!(
        (nonroot.family, nonroot.glibc),
        (Some(Family::None), Some("2.36"))
    );
}

#[test]
fn a_builder_on_trixie_is_newer_than_debian_12() {
    let builder = base("rust:1").release.unwrap();
    assert_eq!(glibc(builder), Some("2.41"));
    assert_eq!(base("gcr.io/distroless/cc-debian12").glibc, Some("2.36"));
}

#[test]
fn temurin_undecorated_is_the_newest_ubuntu_and_has_a_run_time_twin() {
    let name = ImageName::new("eclipse-temurin");
    assert_eq!(base("eclipse-temurin:17-jdk").family, Some(Family::Dpkg));
    assert_eq!(
        jre_twin(&name, Some("17-jdk-alpine")).unwrap().tag,
        "17-jre-alpine"
    );
    assert_eq!(
        base("eclipse-temurin:17-jdk-ubi9-minimal")
            .release
            .unwrap()
            .to_string(),
        "ubi:9-minimal"
    );
}

#[test]
fn windows_is_windows() {
    for reference in [
        "mcr.microsoft.com/windows/servercore:ltsc2022",
        "python:3.12-windowsservercore-ltsc2022",
        "mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-ltsc2022",
    ] {
        assert_eq!(base(reference).family, Some(Family::Windows), "{reference}");
    }
}

#[test]
fn the_end_of_life_of_language_and_distribution_are_two_things() {
    let day = "2026-08-21".parse().unwrap();
    let ended = |reference| {
        let (name, tag) = ImageName::split(reference);
        let ended = end_of_life(&name, tag, day);
        ended.iter().map(|eol| eol.cycle).collect::<Vec<_>>()
    };
    assert_eq!(ended("node:18-bullseye"), ["18", "11"]);
    assert_eq!(ended("centos:7"), ["7"]);
    assert!(ended("node:24-trixie").is_empty());
}

#[test]
fn what_nobody_described_is_unknown() {
    assert_eq!(Base::new(&ImageName::new("acme/app"), Some("1")), None);
}
