//! The cluster does what tests of others lean on.

use std::net::TcpStream;

use private_postgres::Cluster;

#[test]
fn a_cluster_answers_and_is_gone_when_dropped() {
    let cluster = Cluster::start().expect("start");
    assert_eq!(cluster.psql("select 1 + 1").expect("psql"), "2");
    assert_eq!(cluster.psql("show fsync").expect("psql"), "on");
    let port = cluster.port();
    drop(cluster);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}

#[test]
fn a_killed_cluster_comes_back_with_what_was_committed() {
    let mut cluster = Cluster::start().expect("start");
    cluster.psql("create table kept (n int); insert into kept values (7)").expect("psql");
    let port = cluster.port();
    cluster.kill_9().expect("kill");
    assert!(cluster.psql("select 1").is_err());
    cluster.restart().expect("restart");
    assert_eq!(cluster.port(), port);
    assert_eq!(cluster.psql("select n from kept").expect("psql"), "7");
}

#[test]
fn two_clusters_stand_side_by_side() {
    let (one, two) = (Cluster::start().expect("start"), Cluster::start().expect("start"));
    one.psql("create database only_here").expect("psql");
    let there = two.psql("select count(*) from pg_database where datname = 'only_here'").expect("psql");
    assert_eq!(there, "0");
}
