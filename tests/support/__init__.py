"""What tests share: people and cases, pages, stores, servers."""
