"""Special reports (文电阅处单): after the warranty the property company asks the developer, whose departments say what is done (R60)."""
